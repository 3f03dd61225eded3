export { createMcp, type McpDeps, type McpHandler, type McpOrganization } from './handler.ts';
