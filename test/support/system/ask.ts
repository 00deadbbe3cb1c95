/** What a server answered. */
export interface Answer {
  status: number
  headers: Headers
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the tests say what they expect of an answer
  body: any
}

export interface Question {
  key?: string
  /** Makes it a POST. */
  body?: unknown
  headers?: Readonly<Record<string, string>>
}

/** Asks a server over HTTP as a till would: JSON with a bearer key. */
export async function ask(url: string, path: string, { key, body, headers }: Question = {}): Promise<Answer> {
  const answer = await fetch(`${url}${path}`, {
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}

/** Asks for the public facts about a server's ledger. */
export async function askStatus({ url }: { url: string }): Promise<Answer['body']> {
  return (await ask(url, '/v1/status')).body
}
