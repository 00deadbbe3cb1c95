import { Button, Group, SegmentedControl, Stack, Table, Title } from '@mantine/core'
import { useReducedMotion } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { Area, AreaChart, CartesianGrid, ReferenceDot, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'

import { type PointsOverTime, readPointsOverTime } from '../../api-client/me.ts'
import { Loaded } from '../../app/loaded.tsx'
import { useMember } from '../member.ts'
import { useTexts } from '../use-texts.ts'
import { chartSeries } from './chart-series.ts'

const SPANS = [30, 90, 365] as const
const HEIGHT = 220
/** The table shows a day a row; of a long time, every so manieth day and the last. */
const ROWS_MAX = 31

type Days = PointsOverTime['data']

function Drawing({ days }: { days: Days }) {
  const { t, shortDay, points, whole, day } = useTexts()
  const isStill = useReducedMotion()
  // Only the drawing's height is a float; what is read out and written is the exact text.
  const data = days.map(({ date, points: exact }) => ({ date, exact, height: Number(exact) }))
  const now = data.at(-1)
  return (
    <ResponsiveContainer width="100%" height={HEIGHT}>
      <AreaChart data={data} margin={{ top: 24, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--entente-line)" />
        <XAxis
          dataKey="date"
          tickFormatter={shortDay}
          minTickGap={40}
          tick={{ fill: 'var(--entente-ink-quiet)', fontSize: 12 }}
          stroke="var(--entente-line)"
        />
        <YAxis
          width={52}
          allowDecimals={false}
          tickFormatter={(value: number) => whole(String(value))}
          tick={{ fill: 'var(--entente-ink-quiet)', fontSize: 12 }}
          axisLine={false}
          tickLine={false}
        />
        <Tooltip
          formatter={(_height, _name, { payload }) => [points((payload as { exact: string }).exact), '']}
          labelFormatter={(date) => (date === now?.date ? t('chart.now') : typeof date === 'string' ? day(date) : '')}
          separator=""
          contentStyle={{
            background: 'var(--entente-surface-raised)',
            border: '1px solid var(--entente-line)',
            borderRadius: 8,
          }}
          itemStyle={{ color: 'var(--entente-ink)' }}
        />
        <Area
          // A day's points are those at its end: the step to them is drawn before it, so that today's can be seen.
          type="stepBefore"
          dataKey="height"
          stroke="var(--entente-graph)"
          fill="var(--entente-graph)"
          fillOpacity={0.15}
          strokeWidth={2}
          isAnimationActive={!isStill}
        />
        {now !== undefined && (
          <ReferenceDot
            x={now.date}
            y={now.height}
            r={4}
            fill="var(--entente-graph)"
            stroke="var(--entente-surface-raised)"
            strokeWidth={2}
            label={{
              value: points(now.exact),
              position: 'top',
              textAnchor: 'end',
              fill: 'var(--entente-ink)',
              fontSize: 13,
              fontWeight: 600,
            }}
          />
        )}
      </AreaChart>
    </ResponsiveContainer>
  )
}

function Figures({ days }: { days: Days }) {
  const { t, day, points } = useTexts()
  const step = Math.ceil(days.length / ROWS_MAX)
  const rows = days.filter((_, at) => (days.length - 1 - at) % step === 0).toReversed()
  return (
    <Table.ScrollContainer minWidth={0} mah={HEIGHT + 60} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={t('chart.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('chart.day')}</Table.Th>
            <Table.Th scope="col" ta="end">
              {t('unit.other')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ date, points: exact }, at) => (
            <Table.Tr key={date}>
              <Table.Td>{at === 0 ? t('chart.now') : day(date)}</Table.Td>
              <Table.Td ta="end">{points(exact)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

/** Points over time, as a drawing or as a table of the same figures. */
export function PointsChart() {
  const { t } = useTexts()
  const [span, setSpan] = useState<string>(String(SPANS[1]))
  const [asTable, setAsTable] = useState(false)
  const shown = useId()
  const { pointsConfirmed } = useMember()
  const query = useQuery({
    // The chart ends with the balance: when that changes, so does the chart.
    queryKey: ['points-over-time', span, pointsConfirmed],
    queryFn: () => readPointsOverTime(Number(span)),
    placeholderData: keepPreviousData,
  })
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <Title order={2} size="h4">
          {t('chart.title')}
        </Title>
        <SegmentedControl
          size="xs"
          aria-label={t('chart.span')}
          value={span}
          onChange={setSpan}
          data={SPANS.map((days) => ({ value: String(days), label: t('chart.days', { days: String(days) }) }))}
        />
      </Group>
      <div id={shown} style={{ minHeight: HEIGHT }}>
        <Loaded query={query}>
          {({ data }) => {
            const days = chartSeries(data, pointsConfirmed)
            return asTable ? (
              <Figures days={days} />
            ) : (
              <div aria-hidden="true">
                <Drawing days={days} />
              </div>
            )
          }}
        </Loaded>
      </div>
      <Button
        variant="subtle"
        size="compact-sm"
        style={{ alignSelf: 'start' }}
        aria-controls={shown}
        onClick={() => setAsTable(!asTable)}
      >
        {t(asTable ? 'chart.asDrawing' : 'chart.asTable')}
      </Button>
    </Stack>
  )
}
