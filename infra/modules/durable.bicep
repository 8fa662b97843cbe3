// Where orchestrations live while they wait. One hub per app: two apps on one hub take each other's work.
import { Scheduler, Tags } from '../types.bicep'

param name string
param location string
param tags Tags
param plan Scheduler
param identityName string
param workspaceId string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = { name: identityName }

resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: plan.sku == 'Dedicated' ? { name: plan.sku, capacity: plan.capacity } : { name: plan.sku }
    // Instances of Flex Consumption have no fixed addresses; who may speak is decided by the role below.
    ipAllowlist: ['0.0.0.0/0']
  }

  resource hub 'taskHubs' = { name: 'shop' }
}

// Durable Task Data Contributor: start, signal, run and look at orchestrations of this hub.
var contributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: scheduler::hub
  name: guid(scheduler::hub.id, identity.id, contributor)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', contributor)
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

// Preview: diagnostic settings have no stable API version with category groups.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: scheduler
  name: 'to-logs'
  properties: {
    workspaceId: workspaceId
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output endpoint string = scheduler.properties.endpoint
output hub string = scheduler::hub.name
