import { defineDetector } from '../../core/model/detector.ts';
import { basename, isWithin } from '../../core/model/paths.ts';
import { fromContainer } from '../manifests/container-facts.ts';
import { ownManifests } from '../manifests/own-manifests.ts';
import { containersFor } from '../manifests/workloads.ts';

/** What existing manifests say of the component that they run: port, health path, command, variables, backing services. */
export const manifestFacts = defineDetector({
  id: 'manifest-facts',
  layer: 'application',
  title: 'Port, probes, command and variables of existing Kubernetes manifests',
  docs: 'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/',
  when: {},
  *detect(scope) {
    const set = ownManifests(scope);
    if (set === undefined) return;
    const isOwn = isWithin(set.folder, scope.dir);
    const [first] = containersFor(set.workloads, basename(scope.dir), isOwn);
    if (first === undefined) return;
    yield* fromContainer(first);
    for (const { doc, file, kind, name, containers } of set.workloads) {
      for (const { service, keys } of containers) {
        if (service === undefined) continue;
        const value = [{ kind: service, via: `the ${kind} ${name}` }];
        const because = `the ${kind} ${name} runs it`;
        yield { field: 'app.services', value, file, line: doc.lineOf(...keys, 'image'), confidence: 'config', because };
      }
    }
  },
});
