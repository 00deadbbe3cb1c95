import { Stack, Table, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

import type { StatementContent as Content } from '../../api-client/statement.ts'
import { useTexts } from '../use-texts.ts'
import classes from './statement-sheet.module.css'

/** Who reads a statement. */
export type Reader = 'partner' | 'operator'

const POINTS = ['issued', 'reversed', 'reversedOfEarlierMonths', 'redeemed', 'restored'] as const
/** A page is for reading; files have every line. */
const LINES_SHOWN_MAX = 100

interface SectionProps {
  title: string
  heads: readonly string[]
  children: ReactNode
}

/** A table with a title; all columns but the first are figures. */
function Section({ title, heads, children }: SectionProps) {
  return (
    <Stack component="section" gap="xs" aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Table.ScrollContainer minWidth={0} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table aria-label={title} verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              {heads.map((head, at) => (
                <Table.Th key={head} scope="col" ta={at === 0 ? 'start' : 'end'}>
                  {head}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{children}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  )
}

interface RowProps {
  name: string
  about?: string
  /** A figure, or a figure and what it is of. */
  values: readonly (string | readonly [figure: string, of: string])[]
}

function Row({ name, about, values }: RowProps) {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        {name}
        {about !== undefined && (
          <Text component="span" size="xs" c="dimmed" display="block" fw={400} className={classes.about}>
            {about}
          </Text>
        )}
      </Table.Th>
      {values.map((value, at) => {
        const [figure, of] = typeof value === 'string' ? [value] : value
        return (
          <Table.Td key={at} ta="end" className={classes.figure}>
            {figure}
            {of !== undefined && (
              <Text component="span" size="xs" c="dimmed" display="block">
                {of}
              </Text>
            )}
          </Table.Td>
        )
      })}
    </Table.Tr>
  )
}

/** What is to be paid. */
export function TotalTable({ statement: { totals, position, currency, due } }: { statement: Content }) {
  const { t, money } = useTexts()
  const amounts = { ...totals, ...position }
  const isConverted = due !== undefined && due.rate !== null
  return (
    <Section title={t('sheet.totals')} heads={[t('sheet.figure'), currency]}>
      {(['netMinor', 'vatMinor', 'payableMinor', 'openingMinor', 'closingMinor'] as const).map((name) => (
        <Row
          key={name}
          name={t(`sheet.${name}`)}
          about={
            isConverted && name === 'payableMinor'
              ? t('sheet.about.converted', { currency: due.currency })
              : t(`sheet.about.${name}`)
          }
          values={[money(amounts[name], currency)]}
        />
      ))}
    </Section>
  )
}

/** What is paid in another currency, and the rate that makes it so. */
export function DueTable({ statement: { due } }: { statement: Content }) {
  const { t, money, decimal, listDate } = useTexts()
  if (due === undefined || due.rate === null) return null
  const { currency, payableMinor, rounding, rate } = due
  return (
    <Section title={t('sheet.due', { currency })} heads={[t('sheet.figure'), currency]}>
      <Row name={t('sheet.dueMinor')} about={t('sheet.about.dueMinor')} values={[money(payableMinor, currency)]} />
      <Row
        name={t('sheet.rate', { date: listDate(rate.date) })}
        about={t('sheet.about.rate', { source: rate.source, signer: rate.signer })}
        values={[`1 ${rate.base} = ${decimal(rate.rate)} ${rate.quote}`]}
      />
      <Row
        name={t('sheet.rounding')}
        about={t('sheet.about.rounding')}
        values={[t('sheet.minorUnits', { amount: decimal(rounding) })]}
      />
    </Section>
  )
}

/** The points of the month. */
export function FigureTable({ statement: { points } }: { statement: Content }) {
  const { t, whole } = useTexts()
  return (
    <Section title={t('sheet.points')} heads={[t('sheet.figure'), t('sheet.pointsColumn')]}>
      {POINTS.map((name) => (
        <Row
          key={name}
          name={t(`sheet.figures.${name}`)}
          about={t(`sheet.about.${name}`)}
          values={[whole(points[name])]}
        />
      ))}
    </Section>
  )
}

/** What the points cost and bring. */
export function LegTable({ statement: { legs, currency }, reader }: { statement: Content; reader: Reader }) {
  const { t, money, price, whole, decimal } = useTexts()
  const heads = [
    t('sheet.leg'),
    t('sheet.pointsColumn'),
    t('sheet.price'),
    t('sheet.gross'),
    t('sheet.vat'),
    t('sheet.total'),
  ]
  return (
    <Section title={t('sheet.legs')} heads={heads}>
      {legs.map(({ kind, payer, points, priceMicros, grossMinor, vat, vatMinor, totalMinor }) => (
        <Row
          key={kind}
          name={t(`sheet.legOf.${kind}`)}
          about={t(`sheet.pays.${reader}.${payer}`)}
          values={[
            whole(points),
            price(priceMicros, currency),
            money(grossMinor, currency),
            [
              money(vatMinor, currency),
              t(`sheet.treatment.${vat.treatment}`, { rate: decimal(String(vat.rateBasisPoints / 100)) }),
            ],
            money(totalMinor, currency),
          ]}
        />
      ))}
    </Section>
  )
}

/** What members gave to charities, which the operator pays to them. */
export function DonationTable({ statement: { donations, currency } }: { statement: Content }) {
  const { t, money, whole } = useTexts()
  if (donations === undefined || donations.charities.length === 0) return null
  return (
    <Section title={t('sheet.donations')} heads={[t('sheet.charity'), t('sheet.pointsColumn'), t('sheet.gross')]}>
      {donations.charities.map(({ id, name, points, grossMinor }) => (
        <Row key={id} name={name} values={[whole(points), money(grossMinor, currency)]} />
      ))}
      <Row
        name={t('sheet.donated')}
        about={t('sheet.about.donated')}
        values={['', money(donations.totalMinor, currency)]}
      />
    </Section>
  )
}

/** The transactions of the month; the files have all of them. */
export function LineTable({ statement: { lines } }: { statement: Content }) {
  const { t, whole } = useTexts()
  if (lines.length === 0) return null
  return (
    <Stack gap="xs">
      <Section title={t('sheet.lines')} heads={[t('sheet.line'), t('sheet.pointsColumn'), t('sheet.block')]}>
        {lines.slice(0, LINES_SHOWN_MAX).map(({ line, kind, points, blockNumber }) => (
          <Row key={line} name={`${line}. ${t(`sheet.kind.${kind}`)}`} values={[whole(points), whole(blockNumber)]} />
        ))}
      </Section>
      {lines.length > LINES_SHOWN_MAX && (
        <Text size="sm" c="dimmed">
          {t('sheet.moreLines', { shown: String(LINES_SHOWN_MAX), all: whole(String(lines.length)) })}
        </Text>
      )}
    </Stack>
  )
}
