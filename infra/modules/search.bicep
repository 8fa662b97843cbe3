// Full-text search for a catalog that outgrows memory.
import { Tags } from '../types.bicep'

param name string
param location string
param tags Tags
param sku 'basic' | 'standard'
param identityName string
param workspaceId string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = { name: identityName }

resource search 'Microsoft.Search/searchServices@2025-05-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku }
  properties: {
    replicaCount: 1
    partitionCount: 1
    // No API keys: identities with a role, or nobody.
    disableLocalAuth: true
  }
}

// Search Index Data Contributor: fill and ask indexes, not change the service.
var contributor = '8ebe5a00-799e-43f5-93ac-243d3dce84a7'

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: search
  name: guid(search.id, identity.id, contributor)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', contributor)
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

// Preview: diagnostic settings have no stable API version with category groups.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: search
  name: 'to-logs'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}
