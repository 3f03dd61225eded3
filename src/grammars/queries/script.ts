import type { Grammar } from '../grammar.ts';

const imports = `
(import_statement source: (string) @from) @import
(export_statement source: (string) @from) @import
(import_specifier) @imported
(import_clause (identifier) @default)
(namespace_import (identifier) @whole)
(variable_declarator name: (identifier) @whole
  value: (call_expression function: (identifier) @_require arguments: (arguments . (string) @from .))
  (#eq? @_require "require")) @import
(variable_declarator name: (object_pattern)
  value: (call_expression function: (identifier) @_require arguments: (arguments . (string) @from .))
  (#eq? @_require "require")) @import
(object_pattern (shorthand_property_identifier_pattern) @imported)
(call_expression function: (import) arguments: (arguments . (string) @from)) @import
`;

const calls = `
(call_expression function: (identifier) @call)
(call_expression function: (member_expression object: (identifier) property: (property_identifier)) @call)
(new_expression constructor: (identifier) @call)
`;

const functions = `
(function_declaration name: (_) @name) @definition
(generator_function_declaration name: (_) @name) @definition
(method_definition name: (_) @name) @definition
(program (lexical_declaration (variable_declarator name: (identifier) @name)) @definition)
(program (variable_declaration (variable_declarator name: (identifier) @name)) @definition)
(export_statement (lexical_declaration (variable_declarator name: (identifier) @name)) @definition)
(export_statement (variable_declaration (variable_declarator name: (identifier) @name)) @definition)
`;

const typed = `
(class_declaration name: (_) @name) @container
(abstract_class_declaration name: (_) @name) @container
(interface_declaration name: (_) @name) @container
(enum_declaration name: (_) @name) @container
(internal_module name: (_) @name) @container
(type_alias_declaration name: (_) @name) @definition
(function_signature name: (_) @name) @definition
(abstract_method_signature name: (_) @name) @definition
(public_field_definition name: (_) @name value: (arrow_function)) @definition
(type_identifier) @type
(extends_clause value: (identifier) @type)
`;

const wrappers = ['export_statement', 'ambient_declaration', 'expression_statement'];

export const javascript: Grammar = {
  name: 'javascript',
  query: `(class_declaration name: (_) @name) @container
(field_definition property: (_) @name value: (arrow_function)) @definition
(class_heritage (identifier) @type)
${functions}${calls}${imports}`,
  wrappers,
  named: true,
};

export const typescript: Grammar = {
  name: 'typescript',
  query: `${typed}${functions}${calls}${imports}`,
  wrappers,
  named: true,
};

export const tsx: Grammar = {
  ...typescript,
  name: 'tsx',
  query: `${typescript.query}
(jsx_opening_element name: (identifier) @call (#match? @call "^[A-Z]"))
(jsx_self_closing_element name: (identifier) @call (#match? @call "^[A-Z]"))`,
};
