import { expect } from 'chai'

import { readConfig } from '../../../server/config/config.ts'
import { refusalOf } from './refusal-of.ts'

const ENDPOINT = 'https://collector.example:4318'

describe('settings of traces', function () {
  it('trace nothing if nothing is said', function () {
    const { config, secrets } = readConfig({})
    expect(config.traces).to.deep.equal({ endpoint: null, serviceName: 'entente', share: 1 })
    expect(secrets.traceHeaders).to.deep.equal({})
  })

  it('name the collector, the service and the share, and keep headers with the secrets', function () {
    const { config, secrets } = readConfig({
      OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc%2Cdef,x-tenant=points=1',
      OTEL_SERVICE_NAME: 'points',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
    })
    expect(config.traces).to.deep.equal({ endpoint: ENDPOINT, serviceName: 'points', share: 0.25 })
    expect(secrets.traceHeaders).to.deep.equal({ authorization: 'Bearer abc,def', 'x-tenant': 'points=1' })
  })

  it('have bounds', function () {
    for (const share of ['0', '1'])
      expect(readConfig({ OTEL_TRACES_SAMPLER_ARG: share }).config.traces.share).to.equal(Number(share))
    for (const [name, value] of [
      ['OTEL_TRACES_SAMPLER_ARG', '-0.01'],
      ['OTEL_TRACES_SAMPLER_ARG', '1.01'],
      ['OTEL_TRACES_SAMPLER_ARG', 'half'],
      ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector.example'],
      ['OTEL_EXPORTER_OTLP_ENDPOINT', 'grpc://collector.example'],
      ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization'],
      ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization=Bearer abc'],
      ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization=%zz'],
      ['OTEL_SERVICE_NAME', 'a'.repeat(256)],
    ] as const)
      expect(refusalOf({ [name]: value }), `${name}=${value}`).to.include(name)
  })

  it('send no header in clear, except on this machine', function () {
    const headers = { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=abc' }
    const inClear = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }
    expect(readConfig(inClear).config.traces.endpoint).to.equal('http://collector:4318')
    expect(refusalOf({ ...headers, ...inClear })).to.include('in clear')
    const local = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }
    expect(readConfig({ ...headers, ...local }).config.traces.endpoint).to.equal('http://127.0.0.1:4318')
  })
})
