import { Button, Group, Stack, Table, Text } from '@mantine/core'
import type { ReactNode } from 'react'

import { chooseVersion } from '../../../../server/domain/versions.ts'
import { Failure } from '../../ui/notices.tsx'
import { useTermsDesk } from './terms-desk.ts'
import type { NewTerms, Terms, TermsOfPartner, TermsVersion } from './terms.ts'
import { timelineOf } from './timeline.ts'
import { useSetTerms } from './use-set-terms.ts'
import { useTermsFigures, useTermsTexts } from './use-terms-texts.ts'

interface ReviewProps extends TermsOfPartner {
  terms: NewTerms
  onDone: (version: TermsVersion) => void
  onBack: () => void
}

/** What will change and when, before it is sent: a version cannot be taken back. */
export function TermsReview({ kind, currency, versions, terms, onDone, onBack }: ReviewProps) {
  const { t, moment } = useTermsFigures()
  const { partnerName } = useTermsDesk()
  const { example, refusal } = useTermsTexts(kind, currency)
  const set = useSetTerms(kind)
  const start = terms.validFrom ?? new Date()
  const before = chooseVersion(versions, start)
  const after = timelineOf(versions, start).findLast(({ standing }) => standing === 'coming')
  const atOnce = t(versions.length === 0 ? 'form.always' : 'form.now')
  return (
    <Stack gap="md">
      <Table variant="vertical" withTableBorder layout="fixed">
        <Table.Tbody>
          <Line name={t('review.partner')}>{partnerName}</Line>
          {before !== null && (
            <Line name={t('review.before')}>
              <Figures kind={kind} currency={currency} terms={before} />
              <Text size="sm">{example(before, terms)}</Text>
            </Line>
          )}
          <Line name={t('review.new')}>
            <Figures kind={kind} currency={currency} terms={terms} />
            <Text size="sm">{example(terms, terms)}</Text>
          </Line>
          <Line name={t('review.start')}>{terms.validFrom === null ? atOnce : moment(terms.validFrom)}</Line>
          {after && (
            <Line name={t('review.until')}>
              {t('review.next', { version: String(after.version.version), since: moment(after.version.validFrom) })}
            </Line>
          )}
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed">
        {t(`review.${kind}`)} {t('review.final')}
      </Text>
      {set.error && <Failure text={refusal(set.error)} />}
      <Group gap="sm">
        <Button
          loading={set.isPending}
          onClick={() => {
            set.mutate(terms, { onSuccess: onDone })
          }}
        >
          {t(`review.go.${kind}`)}
        </Button>
        <Button variant="default" disabled={set.isPending} onClick={onBack}>
          {t('review.back')}
        </Button>
      </Group>
    </Stack>
  )
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" w="7.5rem">
        {name}
      </Table.Th>
      <Table.Td>{children}</Table.Td>
    </Table.Tr>
  )
}

function Figures({ kind, currency, terms }: Pick<TermsOfPartner, 'kind' | 'currency'> & { terms: Terms }) {
  const { sentence, most } = useTermsTexts(kind, currency)
  return (
    <>
      <Text fw={600}>{sentence(terms)}</Text>
      <Text size="sm" c="dimmed">
        {most(terms)}
      </Text>
    </>
  )
}
