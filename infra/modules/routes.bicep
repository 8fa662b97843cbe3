// One origin for the browser: /api goes to the functions, everything else to the static site.
param profileName string
param endpointName string
param hasDomain bool
param functionsHost string
param siteHost string

resource edge 'Microsoft.Cdn/profiles@2025-04-15' existing = {
  name: profileName

  resource endpoint 'afdEndpoints' existing = { name: endpointName }

  resource domain 'customDomains' existing = { name: 'shop' }
}

var domains = hasDomain ? [{ id: edge::domain.id }] : []
var origins = {
  functions: functionsHost
  site: siteHost
}

// No health probes: each group has one origin, and a hundred points of presence would never let the app sleep.
resource groups 'Microsoft.Cdn/profiles/originGroups@2025-04-15' = [
  for origin in items(origins): {
    parent: edge
    name: origin.key
    properties: {
      loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3 }
      sessionAffinityState: 'Disabled'
    }
  }
]

resource hosts 'Microsoft.Cdn/profiles/originGroups/origins@2025-04-15' = [
  for (origin, index) in items(origins): {
    parent: groups[index]
    name: origin.key
    properties: {
      hostName: origin.value
      originHostHeader: origin.value
      httpsPort: 443
      enforceCertificateNameCheck: true
    }
  }
]

// The site is one page for every address: what is no file is that page, with a 200 that shoppers' browsers keep.
resource rules 'Microsoft.Cdn/profiles/ruleSets@2025-04-15' = {
  parent: edge
  name: 'onepage'

  resource rewrite 'rules' = {
    name: 'pages'
    properties: {
      order: 1
      conditions: [
        {
          name: 'UrlFileExtension'
          parameters: {
            typeName: 'DeliveryRuleUrlFileExtensionMatchConditionParameters'
            operator: 'Any'
            negateCondition: true
          }
        }
      ]
      actions: [
        {
          name: 'UrlRewrite'
          parameters: {
            typeName: 'DeliveryRuleUrlRewriteActionParameters'
            sourcePattern: '/'
            destination: '/index.html'
            preserveUnmatchedPath: false
          }
        }
      ]
    }
  }
}

resource api 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-04-15' = {
  parent: edge::endpoint
  name: 'api'
  properties: {
    originGroup: { id: groups[0].id }
    customDomains: domains
    patternsToMatch: ['/api/*']
    supportedProtocols: ['Http', 'Https']
    httpsRedirect: 'Enabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Enabled'
  }
  dependsOn: [hosts]
}

resource site 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-04-15' = {
  parent: edge::endpoint
  name: 'site'
  properties: {
    originGroup: { id: groups[1].id }
    customDomains: domains
    patternsToMatch: ['/*']
    ruleSets: [{ id: rules.id }]
    supportedProtocols: ['Http', 'Https']
    httpsRedirect: 'Enabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Enabled'
    cacheConfiguration: {
      queryStringCachingBehavior: 'IgnoreQueryString'
      compressionSettings: {
        isCompressionEnabled: true
        contentTypesToCompress: ['text/html', 'text/css', 'text/javascript', 'application/javascript', 'image/svg+xml']
      }
    }
  }
  dependsOn: [hosts, rules::rewrite]
}
