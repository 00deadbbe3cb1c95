import { Anchor, Button, Group, NativeSelect, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { Link } from 'wouter'

import { findPartner, type Partner } from '../../api-client/operator.ts'
import { Loaded } from '../../app/loaded.tsx'
import { Figure } from '../../ui/figure.tsx'
import { Nothing, Panel } from '../../ui/notices.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { listCurrencies } from '../../../../server/domain/currencies.ts'
import { useOperatorKey } from '../operator-key.ts'
import { CurrencyPanel } from '../terms/currency-panel.tsx'
import { useAllTerms } from '../terms/use-terms.ts'
import { useTexts } from '../use-texts.ts'
import { PartnerMark, PartnerStatus } from './partner-mark.tsx'

/** A partner: how points are earned there and what they are worth, in each currency. */
export function PartnerPage({ partnerId }: { partnerId: number }) {
  const { t } = useTexts()
  const key = useOperatorKey()
  const query = useQuery({ queryKey: ['partner', partnerId], queryFn: () => findPartner(key, partnerId) })
  return (
    <Stack gap="md">
      <Anchor component={Link} href="/">
        {t('partner.back')}
      </Anchor>
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
  const { t, points } = useTexts()
  const query = useAllTerms(partner.partnerId)
  const [added, setAdded] = useState<readonly string[]>([])
  return (
    <>
      <PageHead
        title={partner.name}
        about={t('partners.number', { id: String(partner.partnerId), currency: partner.currency })}
        mark={<PartnerMark partner={partner} />}
        action={<PartnerStatus partner={partner} />}
      />
      {partner.onChain !== null && (
        <Panel>
          <Figure label={t('partner.issuable')}>{points(partner.onChain.issuableNow)}</Figure>
        </Panel>
      )}
      <Loaded query={query} room="operator">
        {(terms) => {
          const traded = [...terms.earning, ...terms.redeem].map(({ currency }) => currency)
          const currencies = [...new Set([partner.currency, ...traded.toSorted(), ...added])]
          return (
            <>
              {currencies.map((currency) => (
                <CurrencyPanel key={currency} partner={partner} currency={currency} terms={terms} />
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
