import { Stack, Table, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

import type { Statement } from '../../api-client/console.ts'
import { useTexts } from '../use-texts.ts'

type Content = Statement['statement']

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
      <Table.ScrollContainer minWidth={0} scrollAreaProps={{ tabIndex: 0 }}>
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

function Row({ name, about, values }: { name: string; about?: string; values: readonly string[] }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        {name}
        {about !== undefined && (
          <Text component="span" size="xs" c="dimmed" display="block" fw={400}>
            {about}
          </Text>
        )}
      </Table.Th>
      {values.map((value, at) => (
        <Table.Td key={at} ta="end">
          {value}
        </Table.Td>
      ))}
    </Table.Tr>
  )
}

/** What is to be paid. */
export function TotalTable({ statement: { totals, position, currency } }: { statement: Content }) {
  const { t, money } = useTexts()
  const amounts = { ...totals, ...position }
  return (
    <Section title={t('sheet.totals')} heads={[t('sheet.figure'), currency]}>
      {(['netMinor', 'vatMinor', 'payableMinor', 'openingMinor', 'closingMinor'] as const).map((name) => (
        <Row
          key={name}
          name={t(`sheet.${name}`)}
          about={t(`sheet.about.${name}`)}
          values={[money(amounts[name], currency)]}
        />
      ))}
    </Section>
  )
}

/** The points of the month. */
export function FigureTable({ statement: { points } }: { statement: Content }) {
  const { t, whole } = useTexts()
  return (
    <Section title={t('sheet.points')} heads={[t('sheet.figure'), t('records.points')]}>
      {POINTS.map((name) => (
        <Row key={name} name={t(`sheet.${name}`)} about={t(`sheet.about.${name}`)} values={[whole(points[name])]} />
      ))}
    </Section>
  )
}

/** What the points cost and bring. */
export function LegTable({ statement: { legs, currency } }: { statement: Content }) {
  const { t, money, price, whole } = useTexts()
  const heads = [
    t('sheet.leg'),
    t('records.points'),
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
          about={t(payer === 'partner' ? 'sheet.youPay' : 'sheet.youGet')}
          values={[
            whole(points),
            price(priceMicros, currency),
            money(grossMinor, currency),
            `${money(vatMinor, currency)} (${t(`sheet.treatment.${vat.treatment}`, { rate: String(vat.rateBasisPoints / 100) })})`,
            money(totalMinor, currency),
          ]}
        />
      ))}
    </Section>
  )
}

/** The transactions of the month; the files have all of them. */
export function LineTable({ statement: { lines } }: { statement: Content }) {
  const { t, whole } = useTexts()
  if (lines.length === 0) return null
  return (
    <Stack gap="xs">
      <Section title={t('sheet.lines')} heads={[t('sheet.line'), t('records.points'), t('sheet.block')]}>
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
