import { demand, locate } from '../available.ts';
import { CLEAN } from '../clean-set.ts';
import { checkKubernetesSchema } from '../kubernetes-schema.ts';

describe('a missing tool', () => {
  const before = { ...process.env };

  beforeEach(() => {
    process.env.DERRICK_K8S_SCHEMAS = '/nowhere';
  });

  afterEach(() => {
    process.env = { ...before };
  });

  it('is told, and its checker stays silent', () => {
    delete process.env.DERRICK_REQUIRE_TOOLS;
    expect(locate('kubernetes-schemas')).toBeNull();
    expect(demand('kubernetes-schemas')).toBeNull();
    expect(checkKubernetesSchema(CLEAN)).toEqual([]);
  });

  it('throws where tools are required', () => {
    process.env.DERRICK_REQUIRE_TOOLS = '1';
    expect(() => checkKubernetesSchema(CLEAN)).toThrow('kubernetes-schemas is missing');
  });
});
