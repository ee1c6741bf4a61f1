/** The element's style sheet, made by build.sh. */
declare const text: string;
export default text;
