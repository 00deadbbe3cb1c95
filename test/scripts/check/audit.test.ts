import { expect } from 'chai'

import { ACCEPTED_DAYS_MAX, judgeAudit, readAccepted } from '../../../scripts/check/audit.ts'

/** As npm 11 prints it for a package with a weakness, and for one that depends on it. */
const REPORT = JSON.stringify({
  auditReportVersion: 2,
  vulnerabilities: {
    minimist: {
      name: 'minimist',
      severity: 'critical',
      isDirect: true,
      via: [
        {
          source: 1_097_678,
          name: 'minimist',
          dependency: 'minimist',
          title: 'Prototype Pollution in minimist',
          url: 'https://github.com/advisories/GHSA-xvch-5gv4-984h',
          severity: 'critical',
          cwe: ['CWE-1321'],
          cvss: { score: 9.8, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
          range: '<0.2.4',
        },
      ],
      effects: ['mkdirp'],
      range: '<0.2.4',
      nodes: ['node_modules/minimist'],
      fixAvailable: true,
    },
    mkdirp: {
      name: 'mkdirp',
      severity: 'critical',
      isDirect: false,
      via: ['minimist'],
      effects: [],
      range: '0.4.1 - 0.5.1',
      nodes: ['node_modules/mkdirp'],
      fixAvailable: true,
    },
  },
  metadata: { vulnerabilities: { info: 0, low: 0, moderate: 0, high: 0, critical: 2, total: 2 } },
})
const CLEAN = JSON.stringify({ auditReportVersion: 2, vulnerabilities: {}, metadata: {} })
/** As npm prints it where a registry has no answer about advisories. */
const REFUSED = JSON.stringify({
  message: '405 Method Not Allowed - POST https://registry.example/-/npm/v1/security/advisories/bulk',
  method: 'POST',
  uri: 'https://registry.example/-/npm/v1/security/advisories/bulk',
  statusCode: 405,
  error: { summary: '', detail: '' },
})

const TODAY = new Date('2026-11-29T10:00:00Z')
const daysFromToday = (days: number) => new Date(TODAY.getTime() + days * 86_400_000).toISOString().slice(0, 10)
const accept = (more: object = {}) => ({
  id: 'GHSA-xvch-5gv4-984h',
  package: 'minimist',
  reason: 'It reads our own arguments only, and never those of a stranger.',
  until: daysFromToday(30),
  ...more,
})

describe('npm run check -- --only audit', function () {
  it('refuses a package with a known weakness, and names it once', function () {
    const { problems, notChecked } = judgeAudit(REPORT, [], TODAY)
    expect(notChecked).to.equal(null)
    expect(problems).to.deep.equal([
      'minimist: critical: Prototype Pollution in minimist, https://github.com/advisories/GHSA-xvch-5gv4-984h',
    ])
  })

  it('is content with a report of nothing', function () {
    expect(judgeAudit(CLEAN, [], TODAY)).to.deep.equal({ problems: [], notChecked: null })
  })

  it('lets an advisory pass that is accepted for this package, up to the last day', function () {
    expect(judgeAudit(REPORT, [accept()], TODAY).problems).to.deep.equal([])
    expect(judgeAudit(REPORT, [accept({ until: daysFromToday(0) })], TODAY).problems).to.deep.equal([])
    expect(judgeAudit(REPORT, [accept({ until: daysFromToday(-1) })], TODAY).problems[0]).to.include(
      'was accepted until',
    )
    expect(judgeAudit(REPORT, [accept({ package: 'mkdirp' })], TODAY).problems).to.have.length(2)
  })

  it('accepts nothing for longer than half a year, and nothing that is not there', function () {
    const until = (days: number) => judgeAudit(REPORT, [accept({ until: daysFromToday(days) })], TODAY).problems
    expect(until(ACCEPTED_DAYS_MAX)).to.deep.equal([])
    expect(until(ACCEPTED_DAYS_MAX + 1)).to.have.length(1)
    expect(judgeAudit(CLEAN, [accept()], TODAY).problems[0]).to.include('not found')
  })

  it('says that nothing was checked where the registry does not answer, and still looks at what is accepted', function () {
    expect(judgeAudit(REFUSED, [], TODAY).notChecked).to.include('405 Method Not Allowed')
    expect(judgeAudit(REFUSED, [accept({ until: daysFromToday(-1) })], TODAY).problems).to.have.length(1)
  })

  it('refuses what is neither a report nor says why there is none', function () {
    for (const output of ['', '{}', 'npm: command not found', '{"vulnerabilities":[]}'])
      expect(judgeAudit(output, [], TODAY), output)
        .to.deep.include({ notChecked: null })
        .and.not.deep.include({ problems: [] })
  })

  it('takes no exception without a reason or an end', function () {
    const read = (one: object) => readAccepted(JSON.stringify({ accepted: [one] }))
    expect(read(accept())).to.have.length(1)
    for (const wrong of [{ reason: 'no matter' }, { until: 'never' }, { until: undefined }])
      expect(() => read(accept(wrong)), JSON.stringify(wrong)).to.throw()
  })
})
