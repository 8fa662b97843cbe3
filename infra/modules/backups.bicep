// Where backups lie: an account for what a backup holds, and one for the keys of persons, which are gone within 30 days.
import { Backups, Storage, Tags } from '../types.bicep'

param name string
param location string
param tags Tags
param sku Storage
param kept Backups
param identityName string
param workspaceId string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = { name: identityName }

var closed = {
  minimumTlsVersion: 'TLS1_2'
  supportsHttpsTrafficOnly: true
  allowBlobPublicAccess: false
  allowSharedKeyAccess: false
  allowCrossTenantReplication: false
  defaultToOAuthAuthentication: true
}

resource account 'Microsoft.Storage/storageAccounts@2025-08-01' = {
  name: '${name}backups'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Cool'
    minimumTlsVersion: closed.minimumTlsVersion
    supportsHttpsTrafficOnly: closed.supportsHttpsTrafficOnly
    allowBlobPublicAccess: closed.allowBlobPublicAccess
    allowSharedKeyAccess: closed.allowSharedKeyAccess
    allowCrossTenantReplication: closed.allowCrossTenantReplication
    defaultToOAuthAuthentication: closed.defaultToOAuthAuthentication
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: 14 }
      containerDeleteRetentionPolicy: { enabled: true, days: 14 }
    }

    resource parts 'containers' = {
      name: 'backups'
      properties: { publicAccess: 'None' }

      // Nobody, not even with a stolen identity, changes or deletes a backup in its first week; no part is ever
      // written twice. What opens the persons lies elsewhere, so that their deletion is not held up by this.
      resource fixed 'immutabilityPolicies' = {
        name: 'default'
        properties: { immutabilityPeriodSinceCreationInDays: 7, allowProtectedAppendWrites: false }
      }
    }

    // Only ever appended to, and kept as long as the oldest backup that it could have to be replayed on.
    resource erasures 'containers' = {
      name: 'erasures'
      properties: { publicAccess: 'None' }

      resource fixed 'immutabilityPolicies' = {
        name: 'default'
        properties: { immutabilityPeriodSinceCreationInDays: 400, allowProtectedAppendWrites: true }
      }
    }
  }

  resource ages 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'daily'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['backups/daily/'] }
              actions: { baseBlob: { delete: { daysAfterCreationGreaterThan: kept.days } } }
            }
          }
          {
            name: 'monthly'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['backups/monthly/'] }
              actions: { baseBlob: { delete: { daysAfterCreationGreaterThan: kept.months * 31 } } }
            }
          }
        ]
      }
    }
  }
}

// No bin and no versions here: what is deleted is to be gone.
resource keyAccount 'Microsoft.Storage/storageAccounts@2025-08-01' = {
  name: '${name}bkeys'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    minimumTlsVersion: closed.minimumTlsVersion
    supportsHttpsTrafficOnly: closed.supportsHttpsTrafficOnly
    allowBlobPublicAccess: closed.allowBlobPublicAccess
    allowSharedKeyAccess: closed.allowSharedKeyAccess
    allowCrossTenantReplication: closed.allowCrossTenantReplication
    defaultToOAuthAuthentication: closed.defaultToOAuthAuthentication
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: false }
      containerDeleteRetentionPolicy: { enabled: false }
      isVersioningEnabled: false
    }

    resource keys 'containers' = {
      name: 'backup-keys'
      properties: { publicAccess: 'None' }
    }
  }

  resource ages 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'keys-of-persons'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['backup-keys/'] }
              // The rule runs once a day, so that of the 30 days that were promised two are its own.
              actions: { baseBlob: { delete: { daysAfterCreationGreaterThan: 28 } } }
            }
          }
        ]
      }
    }
  }
}

// The app adds to the vault and reads it, and cannot delete there: the rules above do.
resource adder 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, name, 'backup-adder')
  properties: {
    roleName: '${name} backup adder'
    description: 'Adds and reads blobs, deletes none.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: ['Microsoft.Storage/storageAccounts/blobServices/containers/read']
        notActions: []
        dataActions: [
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write'
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action'
        ]
        notDataActions: []
      }
    ]
  }
}

resource mayAdd 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, identity.id, adder.id)
  properties: {
    roleDefinitionId: adder.id
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

// Storage Blob Data Contributor: the nightly run deletes keys itself, and does not wait for the rule.
var contributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'

resource mayDeleteKeys 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: keyAccount
  name: guid(keyAccount.id, identity.id, contributor)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', contributor)
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
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

resource keyAccountDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: keyAccount
  name: 'to-logs'
  properties: { workspaceId: workspaceId, metrics: [{ category: 'Transaction', enabled: true }] }
}

resource keyDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: keyAccount::blobs
  name: 'to-logs'
  properties: { workspaceId: workspaceId, logs: [{ categoryGroup: 'audit', enabled: true }] }
}

output partsEndpoint string = account.properties.primaryEndpoints.blob
output keysEndpoint string = keyAccount.properties.primaryEndpoints.blob
