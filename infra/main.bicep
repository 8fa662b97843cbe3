// The whole shop in one resource group: read from top to bottom, it is the path of what depends on what.
import { Backups, Broker, Carrier, Environment, Guard, Issuer, Mail, Region, Scale, Scheduler, Search, Storage, Watch } from 'types.bicep'

param environment Environment
param location Region

@description('Begins every name.')
@minLength(2)
@maxLength(7)
param shop string

@description('A domain of the shop, or nothing for the address that comes with the front door.')
param domain string
param scale Scale
param storageSku Storage
param serviceBusSku 'Standard' | 'Premium'
param scheduler Scheduler
param searchSku Search
param mail Mail
param carrier Carrier
param broker Broker
param issuers Issuer[]
param guard Guard
param watch Watch
param backups Backups

var prefix = '${shop}-${environment}-${take(uniqueString(resourceGroup().id), 6)}'
// Storage accounts and vaults allow 24 characters.
var short = '${shop}${environment}${take(uniqueString(resourceGroup().id), 6)}'
var tags = { shop: shop, environment: environment }
// By the names that the triggers of the function app listen to.
var queues = [
  'clearance-told', 'crm-news', 'customs-news', 'order-cancelled', 'order-corrected', 'order-placed'
  'papers-due', 'parcel-news', 'parcel-told', 'payment-needed', 'payment-news', 'pickup-told', 'points-due'
  'purchase-told', 'refund-told', 'sign-in-asked', 'sign-in-tried', 'staff-invited', 'staff-warned', 'stock-news'
]

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${prefix}-app'
  location: location
  tags: tags
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    prefix: prefix
    location: location
    tags: tags
    identityName: identity.name
    logDays: watch.logDays
  }
}

var workspaceId = monitoring.outputs.workspaceId

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    name: '${short}data'
    location: location
    tags: tags
    sku: storageSku
    identityName: identity.name
    workspaceId: workspaceId
  }
}

// Names of accounts have room for 24 characters: shop, environment and six of chance take 22, so these are shorter.
module backupVault 'modules/backups.bicep' = {
  name: 'backups'
  params: {
    name: '${shop}${take(uniqueString(resourceGroup().id), 6)}'
    location: location
    tags: tags
    sku: storageSku
    kept: backups
    identityName: identity.name
    workspaceId: workspaceId
  }
}

module site 'modules/site.bicep' = {
  name: 'site'
  params: { name: '${short}site', location: location, tags: tags, sku: storageSku, workspaceId: workspaceId }
}

module messages 'modules/messages.bicep' = {
  name: 'messages'
  params: {
    name: '${prefix}-bus'
    location: location
    tags: tags
    sku: serviceBusSku
    queues: queues
    identityName: identity.name
    workspaceId: workspaceId
  }
}

module durable 'modules/durable.bicep' = {
  name: 'durable'
  params: {
    name: '${prefix}-durable'
    location: location
    tags: tags
    plan: scheduler
    identityName: identity.name
    workspaceId: workspaceId
  }
}

module search 'modules/search.bicep' = if (searchSku != 'none') {
  name: 'search'
  params: {
    name: '${prefix}-search'
    location: location
    tags: tags
    sku: searchSku == 'standard' ? 'standard' : 'basic'
    identityName: identity.name
    workspaceId: workspaceId
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    name: '${short}kv'
    location: location
    tags: tags
    identityName: identity.name
    workspaceId: workspaceId
  }
}

module edge 'modules/edge.bicep' = {
  name: 'edge'
  params: { prefix: prefix, tags: tags, guard: guard, domain: domain, workspaceId: workspaceId }
}

module settings 'modules/settings.bicep' = {
  name: 'settings'
  params: {
    clientId: identity.properties.clientId
    insightsConnection: monitoring.outputs.insightsConnection
    storage: {
      blob: storage.outputs.blobEndpoint
      queue: storage.outputs.queueEndpoint
      table: storage.outputs.tableEndpoint
    }
    backups: {
      shop: shop
      parts: backupVault.outputs.partsEndpoint
      keys: backupVault.outputs.keysEndpoint
      days: backups.days
      months: backups.months
    }
    busHost: messages.outputs.host
    scheduler: { endpoint: durable.outputs.endpoint, hub: durable.outputs.hub }
    vaultUri: vault.outputs.uri
    siteUrl: edge.outputs.siteUrl
    mail: mail
    carrier: carrier
    broker: broker
    issuers: issuers
  }
}

module functions 'modules/functions.bicep' = {
  name: 'functions'
  params: {
    prefix: prefix
    location: location
    tags: tags
    scale: scale
    identityId: identity.id
    releases: storage.outputs.releases
    doorId: edge.outputs.doorId
    settings: settings.outputs.all
    workspaceId: workspaceId
  }
}

module routes 'modules/routes.bicep' = {
  name: 'routes'
  params: {
    profileName: '${prefix}-edge'
    endpointName: prefix
    hasDomain: domain != ''
    functionsHost: functions.outputs.host
    siteHost: site.outputs.host
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    prefix: prefix
    location: location
    tags: tags
    email: watch.email
    insightsId: monitoring.outputs.insightsId
    busId: messages.outputs.id
    edgeId: edge.outputs.id
  }
}

module budget 'modules/budget.bicep' = {
  name: 'budget'
  params: { name: '${prefix}-budget', amount: watch.monthlyBudget, email: watch.email }
}

output siteUrl string = edge.outputs.siteUrl
output functionApp string = functions.outputs.name
output vault string = '${short}kv'
output siteAccount string = '${short}site'
