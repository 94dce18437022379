import type { Expression, Statement } from '@babel/types';
import type { ModuleIndex } from './module-index.ts';

/** True for a value that is there without anything being run: no call but `require`, no construction. */
function isInert(value: Expression | null | undefined): boolean {
  switch (value?.type) {
    case 'CallExpression':
      return value.callee.type === 'Identifier' && value.callee.name === 'require';
    case 'MemberExpression':
      return value.object.type === 'Super' || isInert(value.object);
    case 'ObjectExpression':
      return value.properties.every((one) => one.type !== 'ObjectProperty' || isInert(one.value as Expression));
    case 'ArrayExpression':
      return value.elements.every((one) => one === null || (one.type !== 'SpreadElement' && isInert(one)));
    case 'AssignmentExpression':
      return isInert(value.right);
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return isInert(value.expression);
    case 'NewExpression':
    case 'AwaitExpression':
    case 'OptionalCallExpression':
    case 'TaggedTemplateExpression':
      return false;
    default:
      return true;
  }
}

/** True for `exports.x = …`, `module.exports = …` and properties of them. */
function isExport(target: Expression): boolean {
  if (target.type === 'Identifier') return target.name === 'exports' || target.name === 'module';
  return target.type === 'MemberExpression' && target.object.type !== 'Super' && isExport(target.object);
}

function declares(statement: Statement): boolean {
  switch (statement.type) {
    case 'ImportDeclaration':
      // Without a name it is there for what it does.
      return statement.specifiers.length > 0;
    case 'VariableDeclaration':
      return statement.declarations.every(({ init }) => isInert(init));
    case 'ExpressionStatement': {
      const { expression } = statement;
      if (expression.type !== 'AssignmentExpression') return false;
      return isExport(expression.left as Expression) && isInert(expression.right);
    }
    case 'ExportNamedDeclaration':
      return statement.declaration == null || declares(statement.declaration);
    case 'ExportDefaultDeclaration':
      return /Declaration$/.test(statement.declaration.type) || isInert(statement.declaration as Expression);
    case 'ExportAllDeclaration':
    case 'TSExportAssignment':
    case 'TSImportEqualsDeclaration':
    case 'EmptyStatement':
      return true;
    default:
      return /^(Function|Class|TS\w+|DeclareFunction)Declaration$/.test(statement.type);
  }
}

/** True for a module that offers something and, run by itself, does nothing. */
export function declaresOnly({ tree, exports }: ModuleIndex): boolean {
  const { body } = tree.ast.program;
  const offers = exports.size > 0 || body.some(({ type }) => type === 'ExportAllDeclaration');
  return offers && body.every(declares);
}
