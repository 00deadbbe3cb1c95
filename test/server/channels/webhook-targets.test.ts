import { expect } from 'chai'

import { classifyAddress, createWebhookUrlCheck } from '../../../server/channels/webhook-targets.ts'

describe('where webhooks may lead', function () {
  const inPublic = createWebhookUrlCheck({ allowsPrivate: false })
  const inDevelopment = createWebhookUrlCheck({ allowsPrivate: true })

  it('are addresses of the Internet, and no others', function () {
    for (const address of ['8.8.8.8', '93.184.216.34', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'])
      expect(classifyAddress(address), address).to.equal('public')
    for (const address of ['127.0.0.1', '127.255.255.254', '::1'])
      expect(classifyAddress(address), address).to.equal('loopback')
    for (const address of ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fdff::1'])
      expect(classifyAddress(address), address).to.equal('private')
    for (const address of [
      ...['0.0.0.0', '0.1.2.3', '100.64.0.1', '100.100.100.200', '169.254.169.254', '192.0.0.192', '192.0.2.1'],
      ...['192.88.99.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1'],
      ...['255.255.255.255', '168.63.129.16', '::', 'fe80::1', 'febf::1', 'fec0::1', 'ff02::1', '100::1'],
      ...['::ffff:8.8.8.8', '::ffff:127.0.0.1', '::ffff:0:127.0.0.1', '::127.0.0.1', '64:ff9b::7f00:1'],
      ...['64:ff9b::808:808', '64:ff9b:1::a00:1', '2002:7f00:1::', '2002:808:808::1', '2001::1', '2001:db8::1'],
      ...['3fff::1', '5f00::1', 'fd00:ec2::254', 'not an address', ''],
    ])
      expect(classifyAddress(address), address).to.equal('other')
  })

  it('are not written so that an address looks like a name', function () {
    for (const host of [
      ...[
        '127.0.0.1',
        '127.0.0.1.',
        '2130706433',
        '0x7f000001',
        '0x7f.1',
        '0177.0.0.1',
        '127.1',
        '127.0.1',
        '0',
        '0x0',
      ],
      ...['①②⑦.⓪.⓪.①', '%31%32%37.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[0:0:0:0:0:0:0:1]'],
      ...['[64:ff9b::127.0.0.1]', '[2002:7f00:1::]', '[fe80::1]', '[fd00:ec2::254]', '10.0.0.1', '3232235777'],
      ...['169.254.169.254', '0xa9fea9fe', '2852039166', '0251.0376.0251.0376', '100.64.0.1', '224.0.0.1'],
    ])
      expect(inPublic(`https://${host}/hook`), host).to.equal('address_not_public')
  })

  it('have names of the Internet', function () {
    for (const host of [
      ...['localhost', 'LOCALHOST', 'localhost.', 'a.localhost', 'a.localhost.', 'metadata', 'printer.local'],
      ...['metadata.google.internal', 'metadata.google.internal.', 'shop.example.com.', 'router.home.arpa', 'nas.lan'],
    ])
      expect(inPublic(`https://${host}/hook`), host).to.equal('name_not_public')
    for (const host of ['shop.example.com', 'shop.example.com:8443', 'bücher.example', '8.8.8.8', '[2606:4700::1111]'])
      expect(inPublic(`https://${host}/hook?a=b`), host).to.equal(null)
  })

  it('are https, without a user name and without a fragment', function () {
    expect(inPublic('http://shop.example.com/')).to.equal('https_needed')
    for (const url of ['ftp://shop.example.com/', 'file:///etc/passwd', 'javascript:alert(1)', 'gopher://8.8.8.8/'])
      expect(inPublic(url), url).to.equal('https_needed')
    for (const url of [
      'https://ada@shop.example.com/',
      'https://shop.example.com:443@10.0.0.1/',
      'https://:b@a.example/',
    ])
      expect(inPublic(url), url).to.equal('has_credentials')
    for (const url of ['https://shop.example.com/#', 'https://shop.example.com/#a'])
      expect(inPublic(url), url).to.equal('has_fragment')
    for (const url of ['', 'shop.example.com', '//shop.example.com', 'https://', 'https://1.2.3.4.5/', 'https://[::1/'])
      expect(inPublic(url), url).to.equal('malformed')
  })

  it('may be this machine and its network in development, and still no metadata service', function () {
    for (const host of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000'])
      for (const protocol of ['http', 'https'])
        expect(inDevelopment(`${protocol}://${host}/`), `${protocol} ${host}`).to.equal(null)
    expect(inDevelopment('https://192.168.1.20/')).to.equal(null)
    expect(inDevelopment('http://192.168.1.20/')).to.equal('https_needed')
    for (const host of ['169.254.169.254', '[fd00:ec2::254]', '0.0.0.0', '[::ffff:127.0.0.1]', '100.100.100.200'])
      expect(inDevelopment(`https://${host}/`), host).to.equal('address_not_public')
  })
})
