/** kudari.wasm, gzipped; made by build.sh. */
declare const gzipped: Uint8Array<ArrayBuffer>;
export default gzipped;
