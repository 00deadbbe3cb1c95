import { SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'

import { type Liability, readLiability } from '../../api-client/figures.ts'
import { Loaded } from '../../app/loaded.tsx'
import { Figure } from '../../ui/figure.tsx'
import { Notice, TitledPanel } from '../../ui/notices.tsx'
import { useTexts } from '../use-texts.ts'

/** Outstanding points, and an estimate of what they may cost with its formula in plain words. */
export function LiabilityPanel() {
  const { t } = useTexts()
  const query = useQuery({ queryKey: ['liability'], queryFn: readLiability })
  return (
    <TitledPanel label={t('figures.liability.title')}>
      <Loaded query={query} room="partner-console">
        {(liability) => <Estimate liability={liability} />}
      </Loaded>
    </TitledPanel>
  )
}

/** A price that need not be whole, to a millionth of a minor unit: it is shown, and nothing is calculated with it. */
function roundedMicros({ numerator, denominator }: NonNullable<Liability['pointMicros']>): string {
  return String((2n * BigInt(numerator) + BigInt(denominator)) / (2n * BigInt(denominator)))
}

function Estimate({ liability }: { liability: Liability }) {
  const { t, whole, money, price, share, moment } = useTexts()
  const { outstanding, outstandingOfAll, expected, redemptionRate, closedEpochs, pointMicros, currency } = liability
  const { liabilityMinor, liabilityMinorMax, asOf } = liability
  const rate = { rate: share(redemptionRate.numerator, redemptionRate.denominator) }
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="lg">
        <Figure
          label={t('figures.liability.outstanding')}
          note={t('figures.liability.ofAll', { points: whole(outstandingOfAll) })}
        >
          {whole(outstanding)}
        </Figure>
        <Figure
          label={t('figures.liability.expected')}
          note={closedEpochs === 0 ? t('figures.liability.assumed') : t('figures.liability.rate', rate)}
        >
          {whole(expected)}
        </Figure>
        {pointMicros !== null && (
          <Figure label={t('figures.liability.value')} note={t('figures.liability.valueNote')}>
            {price(roundedMicros(pointMicros), currency)}
          </Figure>
        )}
        {liabilityMinor !== null && liabilityMinorMax !== null && (
          <Figure
            label={t('figures.liability.estimate')}
            note={t('figures.liability.atMost', { money: money(liabilityMinorMax, currency) })}
          >
            {money(liabilityMinor, currency)}
          </Figure>
        )}
      </SimpleGrid>
      {liabilityMinor === null && <Text>{t('figures.liability.noPrice')}</Text>}
      <Text size="sm">{t('figures.liability.formula')}</Text>
      <Notice tone="calm">
        <Text size="sm">{t('figures.liability.isNot', { when: moment(asOf) })}</Text>
      </Notice>
    </Stack>
  )
}
