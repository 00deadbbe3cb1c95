import { Stack, Text } from '@mantine/core'

import { Loaded } from '../../app/loaded.tsx'
import { CurrencyPanel } from '../../console/terms/currency-panel.tsx'
import { TermsDeskContext } from '../../console/terms/terms-desk.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { usePerson } from '../person.ts'
import { ForScope } from '../refused-place.tsx'
import { useTexts } from '../use-texts.ts'
import { useOwnDesk, useOwnTerms } from './use-own-terms.ts'

/** How many points a sale earns and what points are worth at the brand: now, as planned, and as it was. */
export function ProgrammePage() {
  const { t } = useTexts()
  return (
    <ForScope scope="ledger:read">
      <Stack gap="lg">
        <PageHead title={t('programme.title')} about={t('programme.about')} />
        <Terms />
      </Stack>
    </ForScope>
  )
}

function Terms() {
  const { t } = useTexts()
  const { currency: main } = usePerson().partner
  const desk = useOwnDesk()
  const query = useOwnTerms()
  return (
    <TermsDeskContext value={desk}>
      <Text c="dimmed">{t(desk.send === null ? 'programme.readOnly' : 'programme.who')}</Text>
      <Loaded query={query} room="partner-console">
        {(terms) => {
          const all = [...terms.earning, ...terms.redeem].map(({ currency }) => currency)
          return [...new Set([main, ...all])].map((currency) => (
            <CurrencyPanel key={currency} currency={currency} terms={terms} />
          ))
        }}
      </Loaded>
    </TermsDeskContext>
  )
}
