export { type CodeReaderOptions, createCodeReader } from './reader.ts';
