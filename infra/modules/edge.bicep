// The one address that shoppers see. What lies behind it is told in routes.bicep, since the app must know the address.
import { Guard, Tags } from '../types.bicep'

param prefix string
param tags Tags
param guard Guard

@description('A domain of the shop, or nothing for the address that comes with the front door.')
param domain string
param workspaceId string

resource profile 'Microsoft.Cdn/profiles@2025-04-15' = {
  name: '${prefix}-edge'
  location: 'global'
  tags: tags
  sku: { name: 'Premium_AzureFrontDoor' }
  properties: { originResponseTimeoutSeconds: 60 }

  resource endpoint 'afdEndpoints' = {
    name: prefix
    location: 'global'
    properties: { enabledState: 'Enabled' }
  }

  resource custom 'customDomains' = if (domain != '') {
    name: 'shop'
    properties: {
      hostName: domain
      tlsSettings: { certificateType: 'ManagedCertificate', minimumTlsVersion: 'TLS12' }
    }
  }

  resource security 'securityPolicies' = {
    name: 'guard'
    properties: {
      parameters: {
        type: 'WebApplicationFirewall'
        wafPolicy: { id: firewall.outputs.id }
        associations: [
          {
            domains: domain == '' ? [{ id: endpoint.id }] : [{ id: endpoint.id }, { id: custom.id }]
            patternsToMatch: ['/*']
          }
        ]
      }
    }
  }
}

module firewall 'firewall.bicep' = {
  name: 'firewall'
  params: { prefix: prefix, tags: tags, guard: guard }
}

// Preview: diagnostic settings have no stable API version with category groups.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: profile
  name: 'to-logs'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = profile.id
// Sent by this front door with every request, so that the app can turn away other people's front doors.
output doorId string = profile.properties.frontDoorId
output siteUrl string = 'https://${domain == '' ? profile::endpoint.properties.hostName : domain}'
