import { html, page } from './html.ts'

/** What somebody sees who opens the server in a browser. */
export function renderLandingPage(): string {
  return page(
    'Entente',
    html`<h1>Entente</h1>
      <p>Loyalty points that many brands issue and redeem, on a ledger that anyone can check.</p>
      <ul>
        <li>
          <a href="/wallet">Your points</a>: what you have, what you can get for it, and the proof of each receipt
        </li>
        <li><a href="/till">A till to try</a>: ring up a purchase, return it, redeem points</li>
        <li><a href="/docs">The API, with examples</a> (<a href="/openapi.json">OpenAPI 3.1</a>)</li>
        <li><a href="/docs/errors">What a refusal means</a></li>
        <li><a href="/v1/status">Status of the ledger</a></li>
        <li><a href="/healthz">Alive</a>, <a href="/readyz">ready</a>, <a href="/metrics">metrics</a></li>
      </ul>`,
  )
}
