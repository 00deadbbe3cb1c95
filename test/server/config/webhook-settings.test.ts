import { expect } from 'chai'

import { readConfig } from '../../../server/config/config.ts'
import { ConfigInvalid } from '../../../server/config/config-invalid.ts'

describe('settings of webhooks', function () {
  const read = (environment: Record<string, string>) => readConfig(environment).config.webhooks

  it('lead nowhere but to public servers, unless they are told otherwise', function () {
    expect(read({})).to.deep.equal({ allowsPrivateTargets: false })
    expect(read({ WEBHOOK_PRIVATE_TARGETS: 'allow' })).to.deep.equal({ allowsPrivateTargets: true })
    expect(read({ WEBHOOK_PRIVATE_TARGETS: 'refuse', NODE_ENV: 'production' })).to.deep.equal({
      allowsPrivateTargets: false,
    })
  })

  it('are refused where they would open a network in production, or say nothing known', function () {
    const open = { WEBHOOK_PRIVATE_TARGETS: 'allow', NODE_ENV: 'production' }
    for (const environment of [open, { WEBHOOK_PRIVATE_TARGETS: 'true' }])
      expect(() => readConfig(environment)).to.throw(ConfigInvalid)
  })
})
