namespace Landfall.BusinessCentral.Test;

using System.TestLibraries.Utilities;

/// <summary>
/// Stands in for the server: answers the requests of a test, one after another, with the shared samples.
/// </summary>
codeunit 50150 "LDF Test Server"
{
    SingleInstance = true;

    var
        Assert: Codeunit "Library Assert";
        Paths: List of [Text];
        Samples: List of [Text];
        Statuses: List of [Integer];
        AskedPaths: List of [Text];
        AskedTypes: List of [Text];
        RetryAfter: Text;
        IsBlocked: Boolean;
        IsDown: Boolean;

    /// <summary>
    /// Forgets everything.
    /// </summary>
    procedure Reset()
    begin
        Clear(Paths);
        Clear(Samples);
        Clear(Statuses);
        Clear(AskedPaths);
        Clear(AskedTypes);
        RetryAfter := '';
        IsBlocked := false;
        IsDown := false;
    end;

    /// <summary>
    /// The next request goes to this path and is answered with a sample.
    /// </summary>
    procedure Expect(Path: Text; StatusCode: Integer; SampleName: Text)
    begin
        Paths.Add(Path);
        Statuses.Add(StatusCode);
        Samples.Add(SampleName);
    end;

    /// <summary>
    /// Every answer asks to wait.
    /// </summary>
    procedure AskToWait(Seconds: Integer)
    begin
        RetryAfter := Format(Seconds, 0, 9);
    end;

    /// <summary>
    /// The environment does not allow requests.
    /// </summary>
    procedure Block()
    begin
        IsBlocked := true;
    end;

    /// <summary>
    /// Nothing answers.
    /// </summary>
    procedure TakeDown()
    begin
        IsDown := true;
    end;

    /// <summary>
    /// Answers one request. False, as the platform wants it of a mock.
    /// </summary>
    procedure Answer(Request: TestHttpRequestMessage; var Response: TestHttpResponseMessage): Boolean
    var
        Library: Codeunit "LDF Library";
        Number: Integer;
    begin
        AskedPaths.Add(Request.Path());
        AskedTypes.Add(Format(Request.RequestType()));
        if IsDown or IsBlocked then begin
            Response.IsBlockedByEnvironment := IsBlocked;
            Response.IsSuccessfulRequest := false;
            exit(false);
        end;
        Number := AskedPaths.Count();
        Assert.IsTrue(Number <= Paths.Count(), 'A request that was not expected: ' + Request.Path());
        Assert.IsTrue(Request.Path().EndsWith(Paths.Get(Number)), 'The path of the request');
        Response.HttpStatusCode := Statuses.Get(Number);
        if RetryAfter <> '' then
            Response.Headers().Add('Retry-After', RetryAfter);
        Response.Content().WriteFrom(Library.Sample(Samples.Get(Number)));
        exit(false);
    end;

    /// <summary>
    /// How many requests came.
    /// </summary>
    procedure CountOfRequests(): Integer
    begin
        exit(AskedPaths.Count());
    end;

    /// <summary>
    /// The address of a request, from 1.
    /// </summary>
    procedure PathOf(Number: Integer): Text
    begin
        exit(AskedPaths.Get(Number));
    end;

    /// <summary>
    /// The method of a request, from 1.
    /// </summary>
    procedure MethodOf(Number: Integer): Text
    begin
        exit(UpperCase(AskedTypes.Get(Number)));
    end;

    /// <summary>
    /// All requests that were expected came.
    /// </summary>
    procedure VerifyAllCame()
    begin
        Assert.AreEqual(Paths.Count(), AskedPaths.Count(), 'The number of requests');
    end;
}
