export { attachmentChoice, matchesTitle } from './choices.ts';
export { type HeaderField, headerLine, type PageHeader, printFrontMatter, readFrontMatter } from './front-matter.ts';
export { configPath, schemaPath } from './mirror-layout.ts';
export { bytesOf, cutToBytes, filesKey, foldPath, idTag, isDeviceName, slugOf, titleKey } from './names.ts';
export { diffScope } from './scope-difference.ts';
export { emptyScope, printScope } from './scope-printing.ts';
export { parseScope, type ScopeProblem, type ScopeReading } from './scope-reading.ts';
export { scopeSchema } from './scope-schema.ts';
