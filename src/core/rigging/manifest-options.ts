/** What is wrong with one option of a rigging; `undefined` when nothing is. */
export function optionProblem(spec: unknown): string | undefined {
  if (typeof spec !== 'object' || spec === null) return 'must be a map';
  const { type, values, default: standard, help } = spec as Record<string, unknown>;
  if (!['string', 'integer', 'boolean', 'enum'].includes(String(type)))
    return 'type must be string, integer, boolean or enum';
  if (typeof help !== 'string' || help === '') return 'help must be a text';
  if (type === 'enum') {
    if (!Array.isArray(values) || values.length === 0) return 'an enum needs values';
    return values.includes(standard) ? undefined : 'default must be one of the values';
  }
  const wanted = type === 'integer' ? 'number' : String(type);
  return typeof standard === wanted ? undefined : `default must be a ${String(type)}`;
}
