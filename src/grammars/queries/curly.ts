import { type Grammar, type ImportedPath, lastPartOf } from '../grammar.ts';

export const go: Grammar = {
  name: 'go',
  query: `
(function_declaration name: (_) @name) @definition
(method_declaration
  receiver: (parameter_list (parameter_declaration type: [
    (type_identifier) @owner
    (pointer_type (type_identifier) @owner)
    (generic_type type: (type_identifier) @owner)
    (pointer_type (generic_type type: (type_identifier) @owner))]))
  name: (_) @name) @definition
(source_file (type_declaration [(type_spec name: (_) @name) (type_alias name: (_) @name)]) @definition)
(source_file (const_declaration (const_spec name: (identifier) @name)) @definition)
(source_file (var_declaration (var_spec name: (identifier) @name)) @definition)
(call_expression function: (identifier) @call)
(call_expression function: (selector_expression operand: (identifier) field: (field_identifier)) @call)
(type_identifier) @type
(qualified_type) @type
(import_spec path: (_) @from) @import
(import_spec name: (package_identifier) @whole)`,
  wrappers: [],
  named: true,
};

export const java: Grammar = {
  name: 'java',
  query: `
(class_declaration name: (_) @name) @container
(interface_declaration name: (_) @name) @container
(enum_declaration name: (_) @name) @container
(record_declaration name: (_) @name) @container
(annotation_type_declaration name: (_) @name) @container
(method_declaration name: (_) @name) @definition
(constructor_declaration name: (_) @name) @definition
(method_invocation !object name: (identifier) @call)
(method_invocation object: (identifier) @type (#match? @type "^[A-Z]"))
(type_identifier) @type
(marker_annotation name: (identifier) @type)
(annotation name: (identifier) @type)
(import_declaration (scoped_identifier) @from) @import`,
  wrappers: [],
  named: true,
  readImport: lastPartOf('.'),
};

export const csharp: Grammar = {
  name: 'c-sharp',
  query: `
(class_declaration name: (_) @name) @container
(interface_declaration name: (_) @name) @container
(struct_declaration name: (_) @name) @container
(record_declaration name: (_) @name) @container
(enum_declaration name: (_) @name) @container
(method_declaration name: (_) @name) @definition
(constructor_declaration name: (_) @name) @definition
(property_declaration name: (_) @name) @definition
(delegate_declaration name: (_) @name) @definition
(invocation_expression function: (identifier) @call)
(invocation_expression function: (member_access_expression expression: (identifier) @type) (#match? @type "^[A-Z]"))
(object_creation_expression type: (identifier) @type)
(base_list (identifier) @type)
(parameter type: (identifier) @type)
(method_declaration returns: (identifier) @type)
(variable_declaration type: (identifier) @type)
(property_declaration type: (identifier) @type)
(type_argument_list (identifier) @type)
(attribute name: (identifier) @type)
(using_directive [(qualified_name) (identifier)] @from) @import`,
  wrappers: [],
  named: true,
};

export const cpp: Grammar = {
  name: 'cpp',
  query: `
(class_specifier name: (_) @name body: (_)) @container
(struct_specifier name: (_) @name body: (_)) @container
(enum_specifier name: (_) @name body: (_)) @definition
(union_specifier name: (_) @name body: (_)) @definition
(function_definition declarator: (function_declarator declarator: (_) @name)) @definition
(function_definition declarator: (pointer_declarator declarator: (function_declarator declarator: (_) @name))) @definition
(function_definition declarator: (reference_declarator (function_declarator declarator: (_) @name))) @definition
(type_definition declarator: (type_identifier) @name) @definition
(alias_declaration name: (_) @name) @definition
(preproc_def name: (_) @name) @definition
(preproc_function_def name: (_) @name) @definition
(call_expression function: (identifier) @call)
(call_expression function: (qualified_identifier) @call)
(type_identifier) @type
(preproc_include path: (_) @from) @import`,
  wrappers: ['template_declaration'],
  named: true,
};

/** `a::b::{C, D as E}` and `a::b::C`, one entry for each module that names come from. */
function readUse(text: string): readonly ImportedPath[] {
  const [, before = '', list] = /^([\w:\s]*?)(?:::)?\s*\{([^{}]*)\}$/.exec(text) ?? [];
  if (list !== undefined) {
    const names = list.split(',').flatMap((part) => {
      const [, name, as] = /^\s*(\w+)(?:\s+as\s+(\w+))?\s*$/.exec(part) ?? [];
      return name && name !== 'self' ? [{ name, as: as ?? name }] : [];
    });
    return [{ from: before.trim(), names }];
  }
  const [, from, name, as] = /^([\w:]+)::(\w+)(?:\s+as\s+(\w+))?$/.exec(text) ?? [];
  if (from && name) return [{ from, names: [{ name, as: as ?? name }] }];
  return [{ from: text.replace(/::\*$/, ''), names: [] }];
}

export const rust: Grammar = {
  name: 'rust',
  query: `
(impl_item type: (type_identifier) @name) @container
(impl_item type: (generic_type type: (type_identifier) @name)) @container
(trait_item name: (_) @name) @container
(mod_item name: (_) @name body: (_)) @container
(function_item name: (_) @name) @definition
(function_signature_item name: (_) @name) @definition
(struct_item name: (_) @name) @definition
(enum_item name: (_) @name) @definition
(union_item name: (_) @name) @definition
(type_item name: (_) @name) @definition
(source_file (const_item name: (_) @name) @definition)
(source_file (static_item name: (_) @name) @definition)
(macro_definition name: (_) @name) @definition
(call_expression function: (identifier) @call)
(call_expression function: (scoped_identifier) @call)
(type_identifier) @type
(use_declaration argument: (_) @from) @import
(mod_item name: (identifier) @from !body) @import`,
  wrappers: [],
  named: true,
  readImport: readUse,
};
