import { Stack, Title } from '@mantine/core'

import type { Partner } from '../../api-client/operator.ts'
import { Panel } from '../../ui/notices.tsx'
import { useTexts } from '../use-texts.ts'
import { TermsSection } from './terms-section.tsx'
import type { AllTerms } from './use-terms.ts'

interface CurrencyProps {
  partner: Partner
  currency: string
  terms: AllTerms
}

/** How points are earned and what they are worth in one currency of a partner. */
export function CurrencyPanel({ partner, currency, terms }: CurrencyProps) {
  const { currencyName } = useTexts()
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
            partner={partner}
            kind={kind}
            currency={currency}
            versions={terms[kind].filter((version) => version.currency === currency)}
          />
        ))}
      </Stack>
    </Panel>
  )
}
