import { relPath } from '../../../src/core/model/paths.ts';
import { readComposeFile } from '../../../src/core/up/compose-file.ts';
import { publishedPorts } from '../../../src/core/up/containers.ts';
import { lackingVariables, unknownVariables, withIgnoredEnv, withPasswords } from '../../../src/core/up/variables.ts';

const FILE = relPath('compose.yaml');
const TEXT = `
services:
  kiosk:
    build: .
    image: kiosk:1.0.0
    environment:
      DATABASE_URL: "postgresql://app:\${POSTGRES_PASSWORD:?set it in .env}@db/app"
      SIGNING_KEY: \${SIGNING_KEY:?set it}
      LEVEL: \${LEVEL:-info}
  db:
    image: postgres:17-trixie
    environment:
      POSTGRES_PASSWORD: \${POSTGRES_PASSWORD:?set it in .env}
`;

describe('readComposeFile', () => {
  it('lists services and the variables without which Compose refuses', () => {
    const read = readComposeFile(FILE, TEXT);
    expect(read).toMatchObject({
      ok: true,
      value: {
        services: [
          { name: 'kiosk', image: 'kiosk:1.0.0', isBuilt: true },
          { name: 'db', image: 'postgres:17-trixie', isBuilt: false },
        ],
        required: ['POSTGRES_PASSWORD', 'SIGNING_KEY'],
        passwords: ['POSTGRES_PASSWORD'],
      },
    });
  });

  it.each([
    ['services:\n  a: [', 2],
    ['name: x\n', 1],
  ])('tells the line of what is wrong in %j', (text, line) => {
    const read = readComposeFile(FILE, text);
    expect(read).toMatchObject({ ok: false, problems: [{ code: 'DRK1002', at: { file: FILE } }] });
    if (!read.ok) expect(read.problems[0].at?.line).toBeGreaterThanOrEqual(line);
  });
});

describe('lackingVariables', () => {
  const file = { required: ['POSTGRES_PASSWORD', 'SIGNING_KEY'], passwords: ['POSTGRES_PASSWORD'] };

  it('makes up passwords of backing services only', () => {
    expect(lackingVariables(file, {}, {})).toEqual({ passwords: ['POSTGRES_PASSWORD'], unknown: ['SIGNING_KEY'] });
    expect(lackingVariables(file, { SIGNING_KEY: 'x' }, { POSTGRES_PASSWORD: 'y' })).toEqual({
      passwords: [],
      unknown: [],
    });
  });

  it('counts an empty value as none', () => {
    expect(lackingVariables(file, { SIGNING_KEY: '' }, {}).unknown).toEqual(['SIGNING_KEY']);
  });

  it('names every variable that only the user knows', () => {
    const { detail, hint } = unknownVariables(['A_KEY', 'B_KEY']);
    expect(detail).toContain('A_KEY, B_KEY');
    expect(hint).toContain('A_KEY=…, B_KEY=…');
  });
});

describe('.env and .gitignore', () => {
  it('keep what is there', () => {
    expect(withPasswords('A=1', { P: 'x' })).toBe('A=1\n# Made up by `derrick up` for this machine.\nP=x\n');
    expect(withPasswords('A=1', {})).toBe('A=1');
    expect(withIgnoredEnv('dist\n')).toBe('dist\n.env\n');
    expect(withIgnoredEnv('dist\n/.env\n')).toBe('dist\n/.env\n');
  });
});

describe('publishedPorts', () => {
  it('reads one document a line, and a list', () => {
    const row = {
      Service: 'kiosk',
      Publishers: [
        { PublishedPort: 8080, TargetPort: 80 },
        { PublishedPort: 0, TargetPort: 81 },
      ],
    };
    const expected = [{ service: 'kiosk', port: 8080, target: 80 }];
    expect(publishedPorts(`${JSON.stringify(row)}\n${JSON.stringify({ Service: 'db', Publishers: null })}\n`)).toEqual(
      expected,
    );
    expect(publishedPorts(JSON.stringify([row, row]))).toEqual(expected);
    expect(publishedPorts('')).toEqual([]);
  });
});
