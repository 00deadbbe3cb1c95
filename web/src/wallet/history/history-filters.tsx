import { Group, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'

import { HISTORY_KINDS, type HistoryFilter, readLedger } from '../../api-client/me.ts'
import { useTexts } from '../use-texts.ts'

const ALL = ''

interface HistoryFiltersProps {
  filter: HistoryFilter
  onChange: (filter: HistoryFilter) => void
}

/** Chooses what of the history is shown: a kind, a brand, or both. */
export function HistoryFilters({ filter, onChange }: HistoryFiltersProps) {
  const { t, language } = useTexts()
  const { data: ledger } = useQuery({ queryKey: ['ledger'], queryFn: readLedger })
  const partners = (ledger?.partners ?? [])
    .map(({ partnerId, name }) => ({ value: String(partnerId), label: name }))
    .toSorted((a, b) => a.label.localeCompare(b.label, language))
  return (
    <Group gap="sm" grow>
      <NativeSelect
        label={t('history.kindLabel')}
        value={filter.kind ?? ALL}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...filter, kind: HISTORY_KINDS.find((kind) => kind === value) ?? null })
        }
        data={[
          { value: ALL, label: t('history.allKinds') },
          ...HISTORY_KINDS.map((kind) => ({ value: kind, label: t(`history.kind.${kind}`) })),
        ]}
      />
      <NativeSelect
        label={t('history.partner')}
        value={filter.partnerId === null ? ALL : String(filter.partnerId)}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...filter, partnerId: value === ALL ? null : Number(value) })
        }
        data={[{ value: ALL, label: t('history.allPartners') }, ...partners]}
      />
    </Group>
  )
}
