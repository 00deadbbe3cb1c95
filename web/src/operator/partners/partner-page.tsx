import { Anchor, Button, Group, NativeSelect, Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { Link } from 'wouter'

import { findPartner, type Partner } from '../../api-client/operator.ts'
import { Loaded } from '../../app/loaded.tsx'
import { Nothing, Panel } from '../../ui/notices.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { listCurrencies } from '../../../../server/domain/currencies.ts'
import { useOperatorKey } from '../operator-key.ts'
import { PartnerKeysPanel } from '../keys/partner-keys-panel.tsx'
import { PacksPanel } from '../packs/packs-panel.tsx'
import { PricesPanel } from '../prices/prices-panel.tsx'
import { CurrencyPanel } from '../../console/terms/currency-panel.tsx'
import { TermsDeskContext } from '../../console/terms/terms-desk.ts'
import { useAllTerms, useOperatorDesk } from '../terms/use-terms.ts'
import { useTexts } from '../use-texts.ts'
import { AllowancePanel } from './allowance-panel.tsx'
import { SettlementPanel } from './settlement-panel.tsx'
import { StandingPanel } from './standing-panel.tsx'
import { PartnerMark, PartnerStatus } from './partner-mark.tsx'

/** A partner: how points are earned there and what they are worth, in each currency. */
export function PartnerPage({ partnerId }: { partnerId: number }) {
  const { t } = useTexts()
  const key = useOperatorKey()
  const query = useQuery({ queryKey: ['partner', partnerId], queryFn: () => findPartner(key, partnerId) })
  return (
    <Stack gap="md">
      <Anchor component={Link} href="/partners" w="fit-content">
        {t('partner.back')}
      </Anchor>
      {query.data === undefined && <PageTitle>{t('partner.title')}</PageTitle>}
      <Loaded query={query} room="operator">
        {(partner) =>
          partner === null ? (
            <>
              <PageTitle>{t('partner.title')}</PageTitle>
              <Nothing>{t('problem.partner_unknown')}</Nothing>
            </>
          ) : (
            <PartnerTerms partner={partner} />
          )
        }
      </Loaded>
    </Stack>
  )
}

function PartnerTerms({ partner }: { partner: Partner }) {
  const { t } = useTexts()
  const query = useAllTerms(partner.partnerId)
  const desk = useOperatorDesk(partner)
  const [added, setAdded] = useState<readonly string[]>([])
  return (
    <>
      <PageHead
        title={partner.name}
        about={t('partners.number', { id: String(partner.partnerId), currency: partner.currency })}
        mark={<PartnerMark partner={partner} />}
        action={<PartnerStatus partner={partner} />}
      />
      <AllowancePanel partner={partner} />
      <StandingPanel partner={partner} />
      <PricesPanel partner={partner} />
      <PacksPanel partner={partner} />
      <SettlementPanel partner={partner} />
      <Title order={2} size="h3" mt="md">
        {t('partner.terms')}
      </Title>
      <Loaded query={query} room="operator">
        {(terms) => {
          const traded = [...terms.earning, ...terms.redeem].map(({ currency }) => currency)
          const currencies = [...new Set([partner.currency, ...traded.toSorted(), ...added])]
          return (
            <>
              {currencies.map((currency) => (
                <TermsDeskContext key={currency} value={desk}>
                  <CurrencyPanel currency={currency} terms={terms} />
                </TermsDeskContext>
              ))}
              <NewCurrency
                known={currencies}
                onAdd={(currency) => {
                  setAdded([...added, currency])
                }}
              />
            </>
          )
        }}
      </Loaded>
      <PartnerKeysPanel partner={partner} />
    </>
  )
}

/** Opens a currency that the partner does not trade in yet. */
function NewCurrency({ known, onAdd }: { known: readonly string[]; onAdd: (currency: string) => void }) {
  const { t, currencyName } = useTexts()
  const [chosen, setChosen] = useState('')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (chosen === '') return
    onAdd(chosen)
    setChosen('')
  }
  const others = listCurrencies().filter((currency) => !known.includes(currency))
  return (
    <Panel>
      <form onSubmit={submit}>
        <Group align="end" gap="sm">
          <NativeSelect
            label={t('partner.newCurrency')}
            description={t('partner.newCurrencyAbout')}
            data={[
              { value: '', label: t('partner.choose') },
              ...others.map((value) => ({ value, label: `${value} · ${currencyName(value)}` })),
            ]}
            value={chosen}
            onChange={(event) => {
              setChosen(event.currentTarget.value)
            }}
            maw="100%"
          />
          <Button type="submit" variant="default" disabled={chosen === ''}>
            {t('partner.addCurrency')}
          </Button>
        </Group>
      </form>
    </Panel>
  )
}
