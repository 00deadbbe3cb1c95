import { Stack, Title } from '@mantine/core'

import { Panel } from '../../ui/notices.tsx'
import { useTermsFigures } from './use-terms-texts.ts'
import { TermsSection } from './terms-section.tsx'
import type { AllTerms } from './terms.ts'

interface CurrencyProps {
  currency: string
  terms: AllTerms
}

/** How points are earned and what they are worth in one currency of a partner. */
export function CurrencyPanel({ currency, terms }: CurrencyProps) {
  const { currencyName } = useTermsFigures()
  const title = `${currency} · ${currencyName(currency)}`
  return (
    <Panel label={title}>
      <Stack gap="lg">
        <Title order={2} size="h3">
          {title}
        </Title>
        {(['earning', 'redeem'] as const).map((kind) => (
          <TermsSection
            key={kind}
            kind={kind}
            currency={currency}
            versions={terms[kind].filter((version) => version.currency === currency)}
          />
        ))}
      </Stack>
    </Panel>
  )
}
