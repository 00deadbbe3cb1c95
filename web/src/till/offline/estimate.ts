import type { TillPartner } from '../../api-client/till.ts'

/** Points that a purchase would earn by the last terms that the till knew; null without a rule. The server's rule of that time counts. */
export function estimatePoints(
  { terms }: Pick<TillPartner, 'terms'>,
  sale: { readonly currency: string; readonly amountMinor: string },
): string | null {
  const rule = terms.find(({ currency }) => currency === sale.currency)?.earning
  if (!rule) return null
  const points = (BigInt(sale.amountMinor) * BigInt(rule.points)) / BigInt(rule.perMinor)
  const pointsMax = BigInt(rule.pointsMax)
  return String(points < pointsMax ? points : pointsMax)
}
