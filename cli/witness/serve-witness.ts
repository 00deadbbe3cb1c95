import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

import { REQUEST_LENGTH_MAX, type WitnessAnswer } from './answer-checkpoint.ts'

const REQUEST_TIMEOUT_MS = 10_000

/** Serves `add-checkpoint` of C2SP tlog-witness. What it cannot do is told to `onError`, and answered with 500. */
export function serveWitness(
  addCheckpoint: (body: string) => Promise<WitnessAnswer>,
  onError: (error: unknown) => void,
): Server {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    answer(addCheckpoint, request, response).catch((error: unknown) => {
      onError(error)
      if (!response.headersSent) send(response, 500, 'text/plain; charset=utf-8', 'this witness cannot answer now\n')
      else response.destroy()
    })
  })
  server.maxHeadersCount = 100
  return server
}

async function answer(
  addCheckpoint: (body: string) => Promise<WitnessAnswer>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const plain = 'text/plain; charset=utf-8'
  if (request.url !== '/add-checkpoint') return send(response, 404, plain, 'only /add-checkpoint is here\n')
  if (request.method !== 'POST') return send(response, 405, plain, 'POST a checkpoint\n')
  const body = await readBody(request)
  if (body === null) return send(response, 413, plain, 'this is too long\n')
  const { status, type, text } = await addCheckpoint(body)
  send(response, status, type, text)
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    // The rest is read and thrown away, so that the answer arrives.
    if (bytes <= REQUEST_LENGTH_MAX) chunks.push(chunk)
    else if (bytes > 10 * REQUEST_LENGTH_MAX) return null
  }
  return bytes > REQUEST_LENGTH_MAX ? null : Buffer.concat(chunks).toString('utf8')
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(text)
}
