import { connect } from 'node:net'

/** Sends the beginning of a request and nothing more, and returns what came back until the server closed. */
export function sendOnly(url: string, beginning: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(beginning))
    let answer = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk))
    socket.once('error', reject)
    socket.once('close', () => {
      resolve(answer)
    })
  })
}
