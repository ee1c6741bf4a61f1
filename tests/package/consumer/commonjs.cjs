const { loadKudari } = require('kudari');
const { rosenbrock } = require('kudari/problems');
const { parseConfig } = require('kudari/experiment');
require('kudari/embed');

const { method, options, w0, gradients } = JSON.parse(process.argv[2]);

loadKudari().then((kudari) => {
  const optimizer = kudari.optimizer(method, w0, options);
  for (const gradient of gradients) {
    optimizer.gradient.set(gradient);
    optimizer.update();
  }
  if (rosenbrock().size !== 2 || parseConfig('').runs.length === 0) throw new Error('the rest is not there');
  console.log(JSON.stringify(Array.from(optimizer.params)));
});
