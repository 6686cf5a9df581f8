/** The specifications that the metadata follow. */
import { type Entity, ref, refs } from './crate-entity.ts';
import { crateFile } from './layout.ts';

const workflowProfile = 'https://w3id.org/workflowhub/workflow-ro-crate/1.0';

const described: Readonly<Record<string, readonly [name: string, version: string]>> = {
  'https://w3id.org/ro/wfrun/process/0.5': ['Process Run Crate', '0.5'],
  'https://w3id.org/ro/wfrun/workflow/0.5': ['Workflow Run Crate', '0.5'],
  'https://w3id.org/ro/wfrun/provenance/0.5': ['Provenance Run Crate', '0.5'],
  [workflowProfile]: ['Workflow RO-Crate', '1.0'],
};

export const profiles: readonly string[] = Object.keys(described);

export const profileEntities: readonly Entity[] = [
  {
    '@id': crateFile,
    '@type': 'CreativeWork',
    about: ref('./'),
    conformsTo: refs(['https://w3id.org/ro/crate/1.1', workflowProfile]),
  },
  ...Object.entries(described).map(([id, [name, version]]) => ({
    '@id': id,
    '@type': 'CreativeWork',
    name,
    version,
  })),
];
