import classes from './paper-slip.module.css'
import type { Receipt } from './receipt.ts'

/** A receipt as the browser prints it. On the screen it is not seen, and on paper nothing else is. */
export function PaperSlip({ receipt: { brand, title, lines, balance, thanks } }: { receipt: Receipt }) {
  return (
    <section className={classes.paper} aria-hidden="true" data-receipt>
      <p className={classes.brand}>{brand}</p>
      <p className={classes.title}>{title}</p>
      <Rows rows={lines} />
      {balance.length > 0 && <Rows rows={balance} />}
      <p className={classes.thanks}>{thanks}</p>
    </section>
  )
}

function Rows({ rows }: { rows: Receipt['lines'] }) {
  return (
    <dl className={classes.rows}>
      {rows.map(([label, value]) => (
        <div key={label} className={classes.row}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
