import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { type DocBody, dig, type Parsed, positionAt } from './parsers.ts';

/** The offset of the innermost element of `keys` in document order; attributes and list indexes are not followed. */
function lineOfElement(text: string, keys: readonly (string | number)[]): number | null {
  let at = 0;
  for (const key of keys) {
    if (typeof key === 'number') continue;
    const name = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const found = new RegExp(`<${name}[\\s/>]`).exec(text.slice(at));
    if (found === null) return null;
    at += found.index + 1;
  }
  return positionAt(text, at).line;
}

/** Parses XML (pom.xml, project files). Entities are not expanded: the text is hostile. */
export function parseXml(text: string): Parsed<DocBody> {
  const validity = XMLValidator.validate(text);
  if (validity !== true) {
    return { ok: false, message: validity.err.msg, line: validity.err.line, column: validity.err.col };
  }
  const value: unknown = new XMLParser({
    ignoreAttributes: false,
    parseTagValue: false,
    processEntities: false,
    removeNSPrefix: true,
  }).parse(text);
  return { ok: true, value: { get: (...keys) => dig(value, keys), lineOf: (...keys) => lineOfElement(text, keys) } };
}
