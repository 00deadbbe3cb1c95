// The oracle: the written rules of the replay, as plainly as they can be said, and nothing of the server's code.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

interface Purchase {
  time: string
  line: number
  left: number
}

/** What a file of invoices must come to. Pence and points of a year fit in a double many times over. */
export interface Expected {
  /** Points by customer, of all that are enrolled, also those with none. */
  balances: Map<string, number>
  total: number
  unmatchedPence: number
  counts: { purchases: number; returns: number; skipped: number }
}

/** Works out every member's balance from the file alone. */
export function expectBalances(path: string, rowsMax = Infinity): Expected {
  const [header = '', ...lines] = readText(path).trimEnd().split('\n')
  if (header !== 'invoice,timestamp,customer,country,lines,amount_pence') throw new Error('another layout')
  const purchases = new Map<string, Purchase[]>()
  const customers = new Set<string>()
  const counts = { purchases: 0, returns: 0, skipped: 0 }
  let unmatchedPence = 0
  lines.slice(0, rowsMax).forEach((text, line) => {
    const [invoice = '', time = '', customer = '', country = '', , amount = ''] = text.split(',')
    const pence = Number(amount)
    const isReturn = invoice.startsWith('C')
    const isSent = customer !== '' && pence !== 0 && !invoice.startsWith('A') && pence < 0 === isReturn
    if (!isSent) {
      counts.skipped += 1
      return
    }
    customers.add(customer)
    const account = `${customer} at ${partnerOf(country)}`
    const bought = purchases.get(account) ?? []
    purchases.set(account, bought)
    if (!isReturn) {
      counts.purchases += 1
      bought.push({ time, line, left: pence })
      return
    }
    counts.returns += 1
    let back = -pence
    // Made at or before the return, newest first; of the same time the later row is the newer.
    const candidates = bought.filter((purchase) => purchase.time <= time)
    candidates.sort((a, b) => (a.time === b.time ? b.line - a.line : a.time < b.time ? 1 : -1))
    for (const purchase of candidates) {
      const taken = Math.min(purchase.left, back)
      purchase.left -= taken
      back -= taken
    }
    unmatchedPence += back
  })
  const balances = new Map([...customers].map((customer) => [customer, 0]))
  for (const [account, bought] of purchases) {
    const customer = account.slice(0, account.indexOf(' '))
    // A point per 100 pence of what was kept of each purchase, rounded down.
    const points = bought.reduce((sum, purchase) => sum + Math.floor(purchase.left / 100), 0)
    balances.set(customer, (balances.get(customer) ?? 0) + points)
  }
  const total = [...balances.values()].reduce((sum, points) => sum + points, 0)
  return { balances, total, unmatchedPence, counts }
}

function partnerOf(country: string): string {
  return ['United Kingdom', 'EIRE', 'Germany', 'France'].includes(country) ? country : 'others'
}

function readText(path: string): string {
  const bytes = readFileSync(path)
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}
