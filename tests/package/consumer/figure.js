import 'kudari/embed';
