// The static site. An account of its own, so that what shoppers read and what the shop knows never share a door.
import { Storage, Tags } from '../types.bicep'

param name string
param location string
param tags Tags
param sku Storage
param workspaceId string

resource account 'Microsoft.Storage/storageAccounts@2025-08-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    // Containers stay closed; the website endpoint alone answers, and only with what was published to it.
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      staticWebsite: { enabled: true, indexDocument: 'index.html', errorDocument404Path: 'index.html' }
      deleteRetentionPolicy: { enabled: true, days: 14 }
    }
  }
}

// Preview: diagnostic settings have no stable API version with category groups.
resource accountDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account
  name: 'to-logs'
  properties: { workspaceId: workspaceId, metrics: [{ category: 'Transaction', enabled: true }] }
}

resource blobDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account::blobs
  name: 'to-logs'
  properties: { workspaceId: workspaceId, logs: [{ categoryGroup: 'audit', enabled: true }] }
}

output host string = split(account.properties.primaryEndpoints.web, '/')[2]
