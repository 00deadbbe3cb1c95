import { expect } from 'chai'

import { readConfig } from '../../../server/config/config.ts'
import { refusalOf } from './refusal-of.ts'

const VERSION = 'gcp-kms:projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1'
const AWS = 'aws-kms:arn:aws:kms:eu-west-3:111122223333:key/1234abcd'
const DEVICE = { PKCS11_MODULE: '/usr/lib/softhsm/libsofthsm2.so', PKCS11_PIN: '1234' }

describe("keys that a service or a device holds, in the server's settings", function () {
  it('are named for the operator, the lanes and partners', () => {
    const { config, secrets } = readConfig({
      OPERATOR_KEY: AWS,
      LANE_KEYS: `${VERSION}, pkcs11:token=t;object=lane%201`,
      EXTERNAL_SIGNERS: `3=${AWS},4=aws-kms:alias/four`,
      ...DEVICE,
    })
    const lanes = [VERSION, 'pkcs11:token=t;object=lane%201']
    expect(config.keys).to.deep.equal({ operator: AWS, lanes, pkcs11Module: DEVICE.PKCS11_MODULE })
    expect(config.externalSigners).to.deep.equal({ 3: AWS, 4: 'aws-kms:alias/four' })
    expect(secrets.pkcs11Pin).to.equal('1234')
  })

  it('are in keystores unless they are named', () => {
    expect(readConfig({}).config.keys).to.deep.equal({ operator: null, lanes: [], pkcs11Module: null })
  })

  for (const name of [
    'operator',
    'aws-kms:',
    'aws-kms:a b',
    VERSION.slice(0, -2),
    VERSION.replace('/locations/l', ''),
    'gcp-kms:alias/operator',
    'pkcs11:operator',
    'pkcs11:token=t',
    'pkcs11:token=t;object=',
    'vault:operator',
    'https://signer.example',
  ])
    it(`are not named ${name}`, () => {
      expect(refusalOf({ OPERATOR_KEY: name, ...DEVICE })).to.include('OPERATOR_KEY')
      expect(refusalOf({ LANE_KEYS: name, ...DEVICE })).to.include('LANE_KEYS')
    })

  it('are at most 64 for the lanes', () => {
    const lanes = (count: number) => Array.from({ length: count }, (_, index) => `aws-kms:alias/lane-${String(index)}`)
    expect(refusalOf({ LANE_KEYS: lanes(64).join(',') })).to.equal('accepted')
    expect(refusalOf({ LANE_KEYS: lanes(65).join(',') })).to.include('LANE_KEYS')
  })

  it('need the library and the PIN of the device that holds them, whoever they are for', () => {
    const key = 'pkcs11:token=t;object=o'
    for (const use of [{ OPERATOR_KEY: key }, { LANE_KEYS: key }, { EXTERNAL_SIGNERS: `3=${key}` }]) {
      expect(refusalOf({ ...use, ...DEVICE })).to.equal('accepted')
      expect(refusalOf({ ...use, PKCS11_PIN: DEVICE.PKCS11_PIN })).to.include('PKCS11_MODULE')
      expect(refusalOf({ ...use, PKCS11_MODULE: DEVICE.PKCS11_MODULE })).to.include('PKCS11_PIN')
    }
  })
})
