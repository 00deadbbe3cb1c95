import { expect } from 'chai'

import { readConfig } from '../../../server/config/config.ts'
import { RETENTION_DAYS_MAX, RETENTION_DEFAULT } from '../../../server/config/retention-settings.ts'
import { refusalOf } from './refusal-of.ts'

const DAY_MS = 86_400_000

describe('settings of retention', function () {
  it('keep a week of request keys, a month of messages and deliveries, and three years of notes, if nothing is said', function () {
    expect(readConfig({}).config.retention).to.deep.equal(RETENTION_DEFAULT)
  })

  it('are days, with bounds', function () {
    const { retention } = readConfig({
      RETENTION_REQUEST_KEYS_DAYS: '1',
      RETENTION_MESSAGES_DAYS: '0',
      RETENTION_DELIVERIES_DAYS: String(RETENTION_DAYS_MAX),
      RETENTION_NOTES_DAYS: '365',
    }).config
    expect(retention).to.deep.equal({
      requestKeysMs: DAY_MS,
      messagesMs: 0,
      deliveriesMs: RETENTION_DAYS_MAX * DAY_MS,
      notesMs: 365 * DAY_MS,
    })
    for (const [name, value] of [
      ['RETENTION_REQUEST_KEYS_DAYS', '0'],
      ['RETENTION_MESSAGES_DAYS', '-1'],
      ['RETENTION_DELIVERIES_DAYS', String(RETENTION_DAYS_MAX + 1)],
      ['RETENTION_MESSAGES_DAYS', 'for ever'],
      ['RETENTION_NOTES_DAYS', '-1'],
      ['RETENTION_NOTES_DAYS', String(RETENTION_DAYS_MAX + 1)],
    ] as const)
      expect(refusalOf({ [name]: value }), name).to.include(name)
  })
})
