import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect } from 'chai'

import { root } from '../../cli/run-program.ts'

/** The sections of ASVS 5.0.0 that have requirements of level 1 or 2, in their order. */
const SECTIONS = [
  'V1.1 Encoding and Sanitization Architecture',
  'V1.2 Injection Prevention',
  'V1.3 Sanitization',
  'V1.4 Memory, String, and Unmanaged Code',
  'V1.5 Safe Deserialization',
  'V2.1 Validation and Business Logic Documentation',
  'V2.2 Input Validation',
  'V2.3 Business Logic Security',
  'V2.4 Anti-automation',
  'V3.2 Unintended Content Interpretation',
  'V3.3 Cookie Setup',
  'V3.4 Browser Security Mechanism Headers',
  'V3.5 Browser Origin Separation',
  'V3.7 Other Browser Security Considerations',
  'V4.1 Generic Web Service Security',
  'V4.2 HTTP Message Structure Validation',
  'V4.3 GraphQL',
  'V4.4 WebSocket',
  'V5.1 File Handling Documentation',
  'V5.2 File Upload and Content',
  'V5.3 File Storage',
  'V5.4 File Download',
  'V6.1 Authentication Documentation',
  'V6.2 Password Security',
  'V6.3 General Authentication Security',
  'V6.4 Authentication Factor Lifecycle and Recovery',
  'V6.5 General Multi-factor authentication requirements',
  'V6.6 Out-of-Band authentication mechanisms',
  'V6.8 Authentication with an Identity Provider',
  'V7.1 Session Management Documentation',
  'V7.2 Fundamental Session Management Security',
  'V7.3 Session Timeout',
  'V7.4 Session Termination',
  'V7.5 Defenses Against Session Abuse',
  'V7.6 Federated Re-authentication',
  'V8.1 Authorization Documentation',
  'V8.2 General Authorization Design',
  'V8.3 Operation Level Authorization',
  'V8.4 Other Authorization Considerations',
  'V9.1 Token source and integrity',
  'V9.2 Token content',
  'V10.1 Generic OAuth and OIDC Security',
  'V10.2 OAuth Client',
  'V10.3 OAuth Resource Server',
  'V10.4 OAuth Authorization Server',
  'V10.5 OIDC Client',
  'V10.6 OpenID Provider',
  'V10.7 Consent Management',
  'V11.1 Cryptographic Inventory and Documentation',
  'V11.2 Secure Cryptography Implementation',
  'V11.3 Encryption Algorithms',
  'V11.4 Hashing and Hash-based Functions',
  'V11.5 Random Values',
  'V11.6 Public Key Cryptography',
  'V12.1 General TLS Security Guidance',
  'V12.2 HTTPS Communication with External Facing Services',
  'V12.3 General Service to Service Communication Security',
  'V13.1 Configuration Documentation',
  'V13.2 Backend Communication Configuration',
  'V13.3 Secret Management',
  'V13.4 Unintended Information Leakage',
  'V14.1 Data Protection Documentation',
  'V14.2 General Data Protection',
  'V14.3 Client-side Data Protection',
  'V15.1 Secure Coding and Architecture Documentation',
  'V15.2 Security Architecture and Dependencies',
  'V15.3 Defensive Coding',
  'V16.1 Security Logging Documentation',
  'V16.2 General Logging',
  'V16.3 Security Events',
  'V16.4 Log Protection',
  'V16.5 Error Handling',
  'V17.1 TURN Server',
  'V17.2 Media',
  'V17.3 Signaling',
]

const STATES = ['met', 'partly', 'open', 'not applicable'] as const

const page = readFileSync(join(root, 'docs/asvs.md'), 'utf8')

const rows = page
  .split('\n')
  .filter((line) => /^\| V\d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, section = '', state = '', evidence = '', open = '']) => ({ section, state, evidence, open }))

/** What is named as a path: it has a folder, or it is a file of the top folder. */
const pathsIn = (text: string) =>
  [...text.matchAll(/`([\w./-]+)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => /\/\w|\.(?:md|yaml|js)$|^Dockerfile$/.test(path))

describe('docs/asvs.md', function () {
  it('has each section once, in the order of the standard', function () {
    expect(rows.map(({ section }) => section)).to.deep.equal(SECTIONS)
  })

  it('knows four states, and says of each that is not met what is missing', function () {
    for (const { section, state, open } of rows) {
      expect(STATES, section).to.include(state)
      if (state !== 'met') expect(open, section).to.have.length.above(10)
    }
  })

  it('names evidence that exists for whatever is met, or is in part', function () {
    for (const { section, state, evidence, open } of rows) {
      const paths = pathsIn(evidence)
      if (state !== 'not applicable') expect(paths, section).not.to.deep.equal([])
      for (const path of [...paths, ...pathsIn(open)].filter((one) => !one.startsWith('/')))
        expect(existsSync(join(root, path)), `${section}: ${path}`).to.equal(true)
    }
  })

  it('counts right', function () {
    const count = (state: string) => rows.filter((row) => row.state === state).length
    const [met, partly, open, notApplicable] = STATES.map(count)
    expect(page).to.include(
      `Of ${rows.length} sections, ${met} are met, ${partly} partly, ${open} open, and ${notApplicable} not applicable.`,
    )
  })
})
