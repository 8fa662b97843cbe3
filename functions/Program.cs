Console.WriteLine("The function app is not built yet."); 
