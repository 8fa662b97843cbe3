// Every setting that the app reads, by the name that it reads it by (`__` is the colon of .NET's configuration).
// A test compares this file with the sources in both directions.
import { Broker, Carrier, Mail, Settings } from '../types.bicep'

param clientId string
param insightsConnection string
param storage { blob: string, queue: string, table: string }
param backups { shop: string, parts: string, keys: string, days: int, months: int }
param busHost string
param scheduler { endpoint: string, hub: string }
param vaultUri string
param siteUrl string
param mail Mail
param carrier Carrier
param broker Broker

func secret(vault string, name string) string => '@Microsoft.KeyVault(SecretUri=${vault}secrets/${name})'

output all Settings = {
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnection
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${clientId};Authorization=AAD'

  AzureWebJobsStorage__blobServiceUri: storage.blob
  AzureWebJobsStorage__queueServiceUri: storage.queue
  AzureWebJobsStorage__tableServiceUri: storage.table
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: clientId

  Backups__blobServiceUri: backups.parts
  Backups__keysServiceUri: backups.keys
  Backups__Shop: backups.shop
  Backups__Days: string(backups.days)
  Backups__Months: string(backups.months)

  // Read by the identity library itself, wherever no identity is named.
  AZURE_CLIENT_ID: clientId

  ServiceBus__fullyQualifiedNamespace: busHost
  ServiceBus__credential: 'managedidentity'
  ServiceBus__clientId: clientId

  // Each consumer has two triggers: here Service Bus brings the messages, so the storage queues are switched off.
  ...loadJsonContent('../../functions/cloud.settings.json')

  // An address with the name of an identity; there is no key in it.
  DURABLE_TASK_SCHEDULER_CONNECTION_STRING: join(
    ['Endpoint=${scheduler.endpoint}', 'Authentication=ManagedIdentity', 'ClientID=${clientId}'],
    ';'
  )
  TASKHUB_NAME: scheduler.hub

  SiteUrl: siteUrl
  SetupSecret: secret(vaultUri, 'SetupSecret')
  TokenKey: secret(vaultUri, 'TokenKey')
  ProfileKey: secret(vaultUri, 'ProfileKey')

  Stripe__ApiBase: 'https://api.stripe.com'
  Stripe__ScriptUrl: 'https://js.stripe.com/v3/'
  Stripe__PublishableKey: secret(vaultUri, 'Stripe-PublishableKey')
  Stripe__SecretKey: secret(vaultUri, 'Stripe-SecretKey')
  Stripe__WebhookSecret: secret(vaultUri, 'Stripe-WebhookSecret')

  NinjaVan__BaseUrl: carrier.baseUrl
  NinjaVan__Country: carrier.country
  NinjaVan__Tiers: carrier.tiers
  NinjaVan__ClientId: secret(vaultUri, 'NinjaVan-ClientId')
  NinjaVan__ClientSecret: secret(vaultUri, 'NinjaVan-ClientSecret')

  Broker__BaseUrl: broker.baseUrl
  Broker__ApiKey: secret(vaultUri, 'Broker-ApiKey')
  Broker__WebhookSecret: secret(vaultUri, 'Broker-WebhookSecret')


  Ecb__BaseUrl: 'https://www.ecb.europa.eu'

  Smtp__Host: mail.host
  Smtp__Port: string(mail.port)
  Smtp__From: mail.from
  Smtp__User: mail.user
  Smtp__Password: secret(vaultUri, 'Smtp-Password')
}
