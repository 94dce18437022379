import { parseJson } from './parse-json.ts';
import { parseProperties } from './parse-properties.ts';
import { parsePython } from './parse-python.ts';
import { parseSyntax } from './parse-syntax.ts';
import { parseToml } from './parse-toml.ts';
import { parseXml } from './parse-xml.ts';
import { parseManifests, parseYaml } from './parse-yaml.ts';
import type { Parsers } from './parsers.ts';

/** Every parser there is; commands that care for start-up load only those that the tree needs. */
export const ALL_PARSERS: Parsers = {
  docs: {
    json: parseJson,
    yaml: parseYaml,
    manifests: parseManifests,
    toml: parseToml,
    xml: parseXml,
    properties: parseProperties,
  },
  syntax: parseSyntax,
  python: parsePython,
};
