/** The configs of the named experiments by their ids, without their words; made by build.sh. */
declare const configs: Record<string, Record<string, any>>;
export default configs;
