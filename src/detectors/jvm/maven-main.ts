import { type Pom, pluginConfiguration, textAt } from './pom.ts';

/** Where plugins are told the main class: the plugin, and the keys below its configuration. */
const PLACES = [
  ['spring-boot-maven-plugin', ['mainClass']],
  ['maven-jar-plugin', ['archive', 'manifest', 'mainClass']],
  ['maven-shade-plugin', ['transformers', 'transformer', 'mainClass']],
  ['maven-assembly-plugin', ['archive', 'manifest', 'mainClass']],
  ['exec-maven-plugin', ['mainClass']],
] as const;

/** Properties that archetypes and parents keep it in. */
const PROPERTIES = ['exec.mainClass', 'mainClass', 'main.class', 'start-class'];

/** The main class that a pom.xml names. */
export function mavenMain(pom: Pom): string | undefined {
  for (const [plugin, keys] of PLACES) {
    const found = pom.resolve(textAt(pluginConfiguration(pom, plugin), ...keys));
    if (found !== undefined) return found;
  }
  for (const name of PROPERTIES) {
    const found = pom.resolve(pom.property(name)?.value);
    if (found !== undefined) return found;
  }
  return undefined;
}
