import { Button, Group, SegmentedControl, Stack, Table, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'

import { type FiguresRange, type PartnerFigures, readFigures } from '../../api-client/figures.ts'
import { Loaded } from '../../app/loaded.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import { PairChart } from '../../ui/pair-chart.tsx'
import { useTexts } from '../use-texts.ts'
import classes from './figures-panel.module.css'

const SPANS = ['7', '30', '90', 'months'] as const
type Span = (typeof SPANS)[number]
const MONTHS = '13'
const ASK_AGAIN_MS = 60_000
const COLUMNS = ['issued', 'reversed', 'redeemed', 'restored', 'purchases', 'redemptions'] as const

const rangeOf = (span: Span): FiguresRange => (span === 'months' ? { months: MONTHS } : { days: span })
const isSpan = (text: string): text is Span => SPANS.some((span) => span === text)

/** What was issued and redeemed, as a chart or as a table of the same figures. */
export function FiguresPanel() {
  const { t } = useTexts()
  const [span, setSpan] = useState<Span>('30')
  const [asTable, setAsTable] = useState(false)
  const shown = useId()
  const query = useQuery({
    queryKey: ['figures', span],
    queryFn: () => readFigures(rangeOf(span)),
    placeholderData: keepPreviousData,
    refetchInterval: ASK_AGAIN_MS,
  })
  return (
    <TitledPanel label={t('figures.chart.title')}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Text c="dimmed" size="sm">
            {t('figures.chart.about')}
          </Text>
          <SegmentedControl
            size="xs"
            className={classes.span ?? ''}
            aria-label={t('figures.chart.span')}
            value={span}
            onChange={(value) => isSpan(value) && setSpan(value)}
            data={SPANS.map((value) => ({ value, label: t(`figures.chart.spans.${value}`) }))}
          />
        </Group>
        <div id={shown}>
          <Loaded query={query} room="partner-console">
            {(figures) => (asTable ? <Figures figures={figures} /> : <Drawing figures={figures} />)}
          </Loaded>
        </div>
        {query.data !== undefined && (
          <Button
            variant="subtle"
            size="compact-sm"
            className={classes.toggle}
            aria-controls={shown}
            onClick={() => setAsTable(!asTable)}
          >
            {t(asTable ? 'figures.chart.asDrawing' : 'figures.chart.asTable')}
          </Button>
        )}
      </Stack>
    </TitledPanel>
  )
}

/** What a day or a month is called. */
function useSpanName(unit: PartnerFigures['unit']) {
  const { listDate, shortDate, month } = useTexts()
  return unit === 'day' ? { long: listDate, short: shortDate } : { long: month, short: month }
}

function Drawing({ figures: { unit, spans } }: { figures: PartnerFigures }) {
  const { t, whole } = useTexts()
  const { long, short } = useSpanName(unit)
  const isEmpty = spans.every(({ issued, redeemed }) => issued === '0' && redeemed === '0')
  return (
    <Stack gap="xs">
      <PairChart
        label={t('figures.chart.name')}
        names={[t('figures.chart.issued'), t('figures.chart.redeemed')]}
        whole={whole}
        columns={spans.map(({ name, issued, redeemed }) => ({
          name,
          label: short(name),
          values: [issued, redeemed],
          text: t('figures.chart.told', { name: long(name), issued: whole(issued), redeemed: whole(redeemed) }),
        }))}
      />
      {isEmpty && <Text c="dimmed">{t('figures.chart.none')}</Text>}
    </Stack>
  )
}

function Figures({ figures: { unit, spans } }: { figures: PartnerFigures }) {
  const { t, whole } = useTexts()
  const { long } = useSpanName(unit)
  return (
    <Table.ScrollContainer minWidth={0} mah={320} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={t('figures.chart.name')} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t(unit === 'day' ? 'figures.chart.day' : 'figures.chart.month')}</Table.Th>
            {COLUMNS.map((column) => (
              <Table.Th key={column} scope="col" ta="end">
                {t(`figures.chart.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {spans.toReversed().map((span) => (
            <Table.Tr key={span.name}>
              <Table.Th scope="row" fw={500}>
                {long(span.name)}
              </Table.Th>
              {COLUMNS.map((column) => (
                <Table.Td key={column} ta="end">
                  {whole(span[column])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
