import { type Grammar, lastPartOf } from '../grammar.ts';

export const python: Grammar = {
  name: 'python',
  query: `
(class_definition name: (_) @name) @container
(function_definition name: (_) @name) @definition
(module (expression_statement (assignment left: (identifier) @name)) @definition)
(call function: (identifier) @call)
(call function: (attribute object: (identifier) attribute: (identifier)) @call)
(type (identifier) @type)
(type (generic_type (identifier) @type))
(class_definition superclasses: (argument_list (identifier) @type))
(import_statement name: (dotted_name) @from) @import
(import_statement name: (aliased_import name: (dotted_name) @from alias: (identifier) @whole)) @import
(import_from_statement module_name: (_) @from) @import
(import_from_statement name: (_) @imported)`,
  wrappers: ['decorated_definition'],
  named: true,
};

export const ruby: Grammar = {
  name: 'ruby',
  query: `
(module name: (_) @name) @container
(class name: (_) @name) @container
(method name: (_) @name) @definition
(singleton_method name: (_) @name) @definition
(call receiver: (constant) @type)
(superclass (constant) @type)
(call !receiver method: (identifier) @call)
(call method: (identifier) @_require arguments: (argument_list . (string) @from)
  (#match? @_require "^require(_relative)?$")) @import`,
  wrappers: [],
  named: true,
};

export const php: Grammar = {
  name: 'php',
  query: `
(class_declaration name: (_) @name) @container
(interface_declaration name: (_) @name) @container
(trait_declaration name: (_) @name) @container
(enum_declaration name: (_) @name) @container
(function_definition name: (_) @name) @definition
(method_declaration name: (_) @name) @definition
(function_call_expression function: (name) @call)
(object_creation_expression (name) @type)
(scoped_call_expression scope: (name) @type)
(named_type (name) @type)
(base_clause (name) @type)
(class_interface_clause (name) @type)
(namespace_use_clause (qualified_name) @from) @import
(namespace_use_declaration (namespace_name) @from body: (_)) @import
(namespace_use_group (namespace_use_clause (name) @imported))
(require_once_expression [(encapsed_string) (string)] @from) @import
(require_expression [(encapsed_string) (string)] @from) @import
(include_expression [(encapsed_string) (string)] @from) @import`,
  wrappers: [],
  named: true,
  readImport: (text) =>
    text.includes('\\') && !text.includes('/') ? lastPartOf('\\')(text) : [{ from: text, names: [] }],
};

export const bash: Grammar = {
  name: 'bash',
  query: `
(function_definition name: (_) @name) @definition
(command name: (command_name (word) @call))
(command name: (command_name) @_source . argument: (_) @from (#match? @_source "^(source|[.])$")) @import`,
  wrappers: [],
  named: true,
};

export const powershell: Grammar = {
  name: 'powershell',
  query: `
(function_statement (function_name) @name) @definition
(class_statement . (simple_name) @name) @container
(class_method_definition (simple_name) @name) @definition
(command command_name: (command_name) @call)`,
  wrappers: [],
  named: true,
};

export const css: Grammar = {
  name: 'css',
  query: `
(stylesheet (rule_set (selectors) @name) @definition)
(media_statement) @container
(media_statement (block (rule_set (selectors) @name) @definition))
(keyframes_statement (keyframes_name) @name) @definition
(import_statement (string_value) @from) @import`,
  wrappers: [],
  named: false,
};

export const ini: Grammar = {
  name: 'ini',
  query: '(section (section_name (text) @name)) @definition',
  wrappers: [],
  named: false,
};
