import fc from 'fast-check';
import { scopeOf } from '../../../src/core/workspace/from-map.ts';
import { parseProperties } from '../../../src/core/workspace/parse-properties.ts';
import { reactorRoot, readPom } from '../../../src/detectors/jvm/pom.ts';

const ROOT =
  '<project><groupId>g</groupId><artifactId>all</artifactId><version>${revision}${changelist}</version><packaging>pom</packaging><modules><module>a</module></modules><properties><revision>2.0</revision><changelist>-rc</changelist><loop>${loop}</loop></properties></project>';
const CHILD =
  '<project><parent><artifactId>all</artifactId><version>${revision}${changelist}</version></parent><artifactId>a</artifactId><dependencies><dependency><groupId>${project.groupId}</groupId><artifactId>b</artifactId><version>${project.version}</version></dependency></dependencies></project>';

describe('a pom.xml', () => {
  const scope = scopeOf({ 'pom.xml': ROOT, 'a/pom.xml': CHILD }, 'a');
  const pom = readPom(scope, 'a/pom.xml' as never);

  it('inherits its version, whose properties are replaced', () => {
    expect(pom?.version).toBe('2.0-rc');
    expect(pom?.dependencies[0]).toMatchObject({ artifact: 'b', version: '2.0-rc' });
    expect(reactorRoot(scope, 'a' as never)).toBe('.');
  });

  it('has no value where a property is unknown or means itself', () => {
    expect(pom?.resolve('${nowhere}')).toBeUndefined();
    expect(pom?.resolve('${loop}')).toBeUndefined();
  });

  it('that is its own parent ends', () => {
    const own =
      '<project><parent><artifactId>x</artifactId><relativePath>pom.xml</relativePath></parent><artifactId>x</artifactId></project>';
    expect(readPom(scopeOf({ 'pom.xml': own }), 'pom.xml' as never)?.artifact).toBe('x');
  });
});

describe('properties files', () => {
  it('are read with their lines', () => {
    const parsed = parseProperties('# c\n! d\na.b = 1\nkey:two\\\n   parts\n  e\\ f \\u0041\nempty\n');
    if (!parsed.ok) throw new Error(parsed.message);
    const { get, lineOf } = parsed.value;
    expect(get()).toEqual({ 'a.b': '1', key: 'twoparts', 'e f': 'A', empty: '' });
    expect([lineOf('a.b'), lineOf('key'), lineOf('e f'), lineOf('none')]).toEqual([3, 4, 6, null]);
  });

  it('are never refused, and what is written comes back', () => {
    fc.assert(fc.property(fc.string(), (text) => parseProperties(text).ok));
    const word = fc.string({ unit: fc.constantFrom('a', 'B', '1', '.', '-', '/', '$', '{', '}'), minLength: 1 });
    fc.assert(
      fc.property(word, word, (key, value) => {
        const parsed = parseProperties(`${key} = ${value}\n`);
        expect(parsed.ok && parsed.value.get(key)).toBe(value);
      }),
    );
  });
});
